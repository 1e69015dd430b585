import { useMemo, useState } from 'preact/hooks';
import { Icon } from '../icons.tsx';
import type { JsonEntry, JsonNode } from './json-nodes.ts';
import { LongText } from './long-text.tsx';

/** Children that are shown at first. */
const pageSize = 100;
/** Lines that are drawn before anything is opened by hand. */
const maxLines = 2_000;
/** Levels that are open at first. */
const openLevels = 2;

/** JSON as a tree whose branches open and close. */
export function JsonTree({ root, opened }: { root: JsonNode; opened: boolean | undefined }) {
  const levels = opened === undefined ? openLevels : opened ? 32 : 0;
  const open = useMemo(() => findOpenBranches(root, levels), [root, levels]);
  return (
    <div class="tree" key={levels}>
      <Value entry={{ key: '', node: root }} open={open} isLast />
    </div>
  );
}

/** Returns the branches of the first levels, as many as fit into `maxLines`. */
function findOpenBranches(root: JsonNode, levels: number): ReadonlySet<JsonNode> {
  const open = new Set<JsonNode>();
  let lines = 0;
  let nodes = [root];
  for (let level = 0; level < levels; level++) {
    const children: JsonNode[] = [];
    for (const node of nodes) {
      if ('text' in node) continue;
      const shown = node.entries.slice(0, pageSize);
      lines += shown.length + 1;
      if (lines > maxLines) return open;
      open.add(node);
      children.push(...shown.map((entry) => entry.node));
    }
    nodes = children;
  }
  return open;
}

interface ValueProps {
  readonly entry: JsonEntry;
  /** The branches that are open at first. */
  readonly open: ReadonlySet<JsonNode>;
  readonly isLast: boolean;
  /** An item of an array has an index as its key, which is not shown. */
  readonly isItem?: boolean;
}

function Value({ entry: { key, node }, open, isLast, isItem = false }: ValueProps) {
  const label = key !== '' && !isItem && (
    <>
      <span class="key">
        <LongText text={key} limit={2_000} />
      </span>
      <span class="mark">: </span>
    </>
  );
  const comma = !isLast && <span class="mark">,</span>;
  if ('entries' in node) {
    return <Branch {...{ node, label, comma, open }} name={key.slice(0, 100) || 'payload'} />;
  }
  return (
    <div class="line">
      {label}
      <span class={node.kind}>
        <LongText text={node.text} limit={2_000} />
      </span>
      {comma}
    </div>
  );
}

interface BranchProps extends Pick<ValueProps, 'open'> {
  readonly node: Extract<JsonNode, { kind: 'object' | 'array' }>;
  readonly name: string;
  readonly label: preact.ComponentChildren;
  readonly comma: preact.ComponentChildren;
}

function Branch({ node, name, label, comma, open }: BranchProps) {
  const { kind, entries } = node;
  const [isOpen, setOpen] = useState(open.has(node));
  const [begin, end] = kind === 'object' ? ['{', '}'] : ['[', ']'];
  const count = countEntries(kind, entries.length);
  if (entries.length === 0) {
    return (
      <div class="line">
        {label}
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
          aria-label={`${name}, ${count}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="chevron" />
        </button>
        {label}
        <span class="mark">{begin}</span>
        {isOpen || (
          <>
            <span class="count">{count}</span>
            <span class="mark">{end}</span>
            {comma}
          </>
        )}
      </div>
      {isOpen && (
        <>
          <Children {...{ node, open }} />
          <div class="line">
            <span class="mark">{end}</span>
            {comma}
          </div>
        </>
      )}
    </div>
  );
}

function Children({ node: { kind, entries }, open }: Pick<BranchProps, 'node' | 'open'>) {
  const [shown, setShown] = useState(pageSize);
  return (
    <div class="children">
      {entries.slice(0, shown).map((entry, index) => (
        <Value
          key={index}
          {...{ entry, open }}
          isItem={kind === 'array'}
          isLast={index === entries.length - 1}
        />
      ))}
      {entries.length > shown && (
        <button type="button" class="link" onClick={() => setShown(shown + 5 * pageSize)}>
          Show more ({(entries.length - shown).toLocaleString()} of{' '}
          {entries.length.toLocaleString()} left)
        </button>
      )}
    </div>
  );
}

function countEntries(kind: 'object' | 'array', entries: number): string {
  const unit = kind === 'object' ? 'key' : 'item';
  return `${entries} ${unit}${entries === 1 ? '' : 's'}`;
}
