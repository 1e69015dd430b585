import { logtoSorts } from '../diagnosis/logto-order.ts';
import { type JsonTree, mapTree, parseTree, writeTree } from '../json/tree.ts';
import { compactJson } from './message.ts';

const compact = { comma: ',', colon: ':', indent: '' } as const;

/**
 * A payload as Logto would send it: compact JSON, UTF-8, the keys of Logto's own objects in its order.
 * Its log is a jsonb column, which forgets that order; these may still not be the bytes that were sent,
 * for the keys of custom data have no order of ours.
 */
export function logtoJson(payload: Readonly<Record<string, unknown>>): Buffer {
  const bytes = compactJson(payload);
  const tree = parseTree(bytes.toString());
  const [deliveries, userDeleted] = logtoSorts;
  const sort = payload.event === 'User.Deleted' ? userDeleted : deliveries;
  if (!tree || !sort) return bytes;
  const reorder = (node: JsonTree): JsonTree =>
    node.kind === 'object' ? { kind: 'object', members: sort(node.members) } : node;
  return Buffer.from(writeTree(mapTree(tree, reorder), compact, ({ source }) => source));
}
