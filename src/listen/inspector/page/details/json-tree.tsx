import { useState } from 'preact/hooks';
import { Icon } from '../icons.tsx';
import type { JsonEntry, JsonNode } from './json-nodes.ts';

/** Children that are shown at a time: a list may have 5,000 ids. */
const atOnce = 100;
/** Levels that are open at first, unless there is little to see. */
const openLevels = 2;

/** JSON as a tree whose branches open and close. Everything in it is text, whatever it says. */
export function JsonTree({ root, opened }: { root: JsonNode; opened: boolean | undefined }) {
  return (
    <div class="tree" key={String(opened)}>
      <Value entry={{ key: '', node: root }} level={0} opened={opened} isLast />
    </div>
  );
}

interface ValueProps {
  readonly entry: JsonEntry;
  readonly level: number;
  /** Whether every branch is open or closed at first; undefined for the first levels only. */
  readonly opened: boolean | undefined;
  readonly isLast: boolean;
  /** The key is an index, which JSON does not show. */
  readonly isItem?: boolean;
}

function Value({ entry: { key, node }, level, opened, isLast, isItem = false }: ValueProps) {
  const label = key === '' || isItem ? null : <span class="key">{key}</span>;
  const comma = isLast ? null : <span class="mark">,</span>;
  if ('text' in node) {
    return (
      <div class="line">
        {label}
        {label && <span class="mark">: </span>}
        <span class={node.kind}>{node.text}</span>
        {comma}
      </div>
    );
  }
  return <Branch {...{ node, label, comma, level, opened }} name={key || 'payload'} />;
}

interface BranchProps extends Pick<ValueProps, 'level' | 'opened'> {
  readonly node: Extract<JsonNode, { kind: 'object' | 'array' }>;
  readonly name: string;
  readonly label: preact.ComponentChildren;
  readonly comma: preact.ComponentChildren;
}

function Branch({ node: { kind, entries }, name, label, comma, level, opened }: BranchProps) {
  const [isOpen, setOpen] = useState(opened ? level < 32 : level < openLevels && opened !== false);
  const [shown, setShown] = useState(atOnce);
  const [begin, end] = kind === 'object' ? ['{', '}'] : ['[', ']'];
  const colon = label && <span class="mark">: </span>;
  if (entries.length === 0) {
    return (
      <div class="line">
        {label}
        {colon}
        <span class="mark">{begin + end}</span>
        {comma}
      </div>
    );
  }
  return (
    <div class="branch">
      <div class="line">
        <button
          type="button"
          class="fold"
          aria-expanded={isOpen}
          aria-label={`${name}, ${count(kind, entries.length)}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="chevron" />
        </button>
        {label}
        {colon}
        <span class="mark">{begin}</span>
        {isOpen || (
          <>
            <span class="count">{count(kind, entries.length)}</span>
            <span class="mark">{end}</span>
            {comma}
          </>
        )}
      </div>
      {isOpen && (
        <>
          <div class="children">
            {entries.slice(0, shown).map((entry, index) => (
              <Value
                key={index}
                {...{ entry, opened }}
                level={level + 1}
                isItem={kind === 'array'}
                isLast={index === entries.length - 1}
              />
            ))}
            {entries.length > shown && (
              <button type="button" class="link" onClick={() => setShown(shown + 10 * atOnce)}>
                Show more: {entries.length - shown} of {entries.length} are left
              </button>
            )}
          </div>
          <div class="line">
            <span class="mark">{end}</span>
            {comma}
          </div>
        </>
      )}
    </div>
  );
}

function count(kind: 'object' | 'array', entries: number): string {
  const what = kind === 'object' ? 'key' : 'item';
  return `${entries} ${what}${entries === 1 ? '' : 's'}`;
}
