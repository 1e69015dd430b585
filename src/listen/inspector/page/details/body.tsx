import { useMemo } from 'preact/hooks';
import { maxLaidOut } from '../../../../core/json/tokens.ts';
import { formatSize } from '../../../../core/units.ts';
import { type JsonNode, readJson } from './json-nodes.ts';
import { JsonTree } from './json-tree.tsx';
import { LongText } from './long-text.tsx';

/** A body of an attempt: JSON as a tree, anything else as text. */
export function Body({ text }: { text: string }) {
  const root = useTree(text);
  if (text === '') return <p class="quiet">Empty</p>;
  return root ? <JsonTree root={root} opened={undefined} /> : <RawText text={text} />;
}

export function RawText({ text }: { text: string }) {
  return (
    <pre class="raw">
      <LongText text={text} limit={20_000} />
    </pre>
  );
}

/** Parses JSON for a tree; returns undefined for other text and for JSON that is too large. */
export function useTree(text: string): JsonNode | undefined {
  return useMemo(() => (isTooLarge(text) ? undefined : readJson(text)), [text]);
}

export function isTooLarge(text: string): boolean {
  return text.length > maxLaidOut;
}

/** `over 512 KB` */
export const tooLarge = `over ${formatSize(maxLaidOut)}`;
