import { Icon, type IconName } from '../icons.tsx';
import { copyText } from '../state/actions.ts';
import { shortcuts } from '../state/keys.ts';
import { Dialog } from './dialog.tsx';

export function HelpDialog() {
  return (
    <Dialog title="Keyboard shortcuts" size="medium">
      <dl class="keys">
        {shortcuts.map(({ keys, words }) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd>
              {keys.map((key) => (
                <Key key={key} name={key} />
              ))}
            </dd>
          </div>
        ))}
        <div>
          <dt>Payload, headers, signature, attempts, drift</dt>
          <dd>
            <kbd>1</kbd> … <kbd>5</kbd>
          </dd>
        </div>
      </dl>
    </Dialog>
  );
}

/** Arrows are icons, because some fonts lack them. */
function Key({ name }: { name: string }) {
  const icon = arrows[name];
  if (!icon) return <kbd>{name === 'Escape' ? 'Esc' : name}</kbd>;
  return (
    <kbd>
      <Icon name={icon} />
      <span class="visually-hidden">{name}</span>
    </kbd>
  );
}

const arrows: Readonly<Record<string, IconName>> = { ArrowDown: 'down', ArrowUp: 'up' };

/** Text to copy by hand. */
export function TextDialog({ title, text }: { title: string; text: string }) {
  return (
    <Dialog title={title} size="medium">
      <textarea class="editor" aria-label={title} readOnly value={text} />
      <footer>
        <button
          type="button"
          class="button end"
          onClick={() => void copyText(text, `Copied: ${title}`)}
        >
          Copy
        </button>
      </footer>
    </Dialog>
  );
}
