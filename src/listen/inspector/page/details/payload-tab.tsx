import { useState } from 'preact/hooks';
import { indentJson } from '../../../../core/json/tokens.ts';
import type { DeliveryDetails } from '../../source.ts';
import { copyText } from '../state/actions.ts';
import { isTooLarge, RawText, tooLarge, useTree } from './body.tsx';
import { JsonTree } from './json-tree.tsx';

type View = 'tree' | 'raw';

/** The payload as a tree or as received. */
export function PayloadTab({ of: { record } }: { of: DeliveryDetails }) {
  const { body, bodyBase64 = '' } = record;
  const root = useTree(body ?? '');
  const [view, setView] = useState<View>('tree');
  const [opened, setOpened] = useState<boolean>();
  const isTree = view === 'tree' && root !== undefined;
  const text = body ?? bodyBase64;
  return (
    <>
      <div class="toolbar">
        {root && (
          <fieldset class="switch">
            <legend class="visually-hidden">View</legend>
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
      {!root && <p class="note">{explainRaw(body)}</p>}
      {isTree ? <JsonTree root={root} opened={opened} /> : <RawText text={text} />}
    </>
  );
}

function explainRaw(body: string | undefined): string {
  if (body === undefined) return 'The body is not UTF-8 text. This is its base64.';
  return isTooLarge(body) ? `Bodies ${tooLarge} are shown as text.` : 'The body is not JSON.';
}
