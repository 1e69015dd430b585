import { parseTree, writeTree } from '../json/tree.ts';
import { restoreKeyOrder } from './key-order.ts';
import { compactJson } from './message.ts';

const compact = { comma: ',', colon: ':', indent: '' } as const;

/**
 * Writes a payload as Logto sends it: compact JSON in UTF-8 with Logto's key order, regardless of the payload's
 * own key order. A payload nested deeper than any of Logto's keeps its order.
 */
export function logtoJson(payload: Readonly<Record<string, unknown>>): Buffer {
  const bytes = compactJson(payload);
  const tree = parseTree(bytes.toString());
  if (!tree) return bytes;
  return Buffer.from(writeTree(restoreKeyOrder(tree), compact, ({ source }) => source));
}
