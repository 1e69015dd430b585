import { copyText } from './actions.ts';
import { Dialog } from './dialog.tsx';
import { shortcuts } from './keys.ts';

/** Every key and what it does. */
export function HelpDialog() {
  return (
    <Dialog title="Keys" size="small">
      <dl class="keys">
        {shortcuts.map(({ keys, words }) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{names[key] ?? key}</kbd>
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

const names: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Enter: '↵',
  Escape: 'Esc',
};

/** Text to be copied by hand. */
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
