import { useMemo, useState } from 'preact/hooks';
import { indentJson } from '../../../../core/json/tokens.ts';
import type { DeliveryDetails } from '../../source.ts';
import { copyText } from '../state/actions.ts';
import { readJson } from './json-nodes.ts';
import { JsonTree } from './json-tree.tsx';

/** Characters of raw text that are shown at once. */
const atOnce = 200_000;

type View = 'tree' | 'raw';

/** The payload as a tree, or its very bytes. */
export function PayloadTab({ of: { record } }: { of: DeliveryDetails }) {
  const { body, bodyBase64 } = record;
  const root = useMemo(() => (body === undefined ? undefined : readJson(body)), [body]);
  const [view, setView] = useState<View>('tree');
  const [opened, setOpened] = useState<boolean>();
  const isTree = view === 'tree' && root !== undefined;
  const text = body ?? bodyBase64 ?? '';
  return (
    <>
      <div class="toolbar">
        {root && (
          <fieldset class="switch">
            <legend class="unseen">View</legend>
            {(['tree', 'raw'] as const).map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={view === name}
                onClick={() => setView(name)}
              >
                {name === 'tree' ? 'Tree' : 'Raw'}
              </button>
            ))}
          </fieldset>
        )}
        {isTree && (
          <>
            <button type="button" class="button plain" onClick={() => setOpened(true)}>
              Expand all
            </button>
            <button type="button" class="button plain" onClick={() => setOpened(false)}>
              Collapse all
            </button>
          </>
        )}
        <button
          type="button"
          class="button plain end"
          onClick={() => void copyText(isTree ? indentJson(text) : text, 'Copied the payload')}
        >
          Copy
        </button>
      </div>
      {body === undefined && <p class="note">The body is no UTF-8 text; this is its base64.</p>}
      {body !== undefined && !root && <p class="note">The body is not JSON.</p>}
      {isTree ? <JsonTree root={root} opened={opened} /> : <Raw text={text} />}
    </>
  );
}

function Raw({ text }: { text: string }) {
  const [shown, setShown] = useState(atOnce);
  return (
    <>
      <pre class="raw">{text.slice(0, shown)}</pre>
      {text.length > shown && (
        <button type="button" class="link" onClick={() => setShown(shown + 5 * atOnce)}>
          Show more: {(text.length - shown).toLocaleString()} characters are left
        </button>
      )}
    </>
  );
}
