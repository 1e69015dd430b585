import {
  type JsonTree,
  type Layout,
  type Member,
  mapTree,
  parseTree,
  writeTree,
} from '../../../core/json/tree.ts';

const spaced: Layout = { comma: ', ', colon: ': ', indent: '' };

/** Returns JSON as Python prints a dict: single quotation marks, True, False, None. */
export function asPythonDict(body: string): string {
  const tree = parseTree(body);
  if (!tree) return body;
  const literals: Readonly<Record<string, string>> = { null: 'None', true: 'True', false: 'False' };
  const renamed = mapTree(
    { kind: 'array', items: [tree] },
    (node) =>
      ({
        ...node,
        ...(node.kind === 'array'
          ? {
              items: node.items.map((item) =>
                item.kind === 'literal'
                  ? { ...item, source: literals[item.source] ?? item.source }
                  : item,
              ),
            }
          : {}),
        ...(node.kind === 'object'
          ? {
              members: node.members.map(
                ([key, value]): Member => [
                  key,
                  value.kind === 'literal'
                    ? { ...value, source: literals[value.source] ?? value.source }
                    : value,
                ],
              ),
            }
          : {}),
      }) as JsonTree,
  );
  const text = writeTree(renamed, spaced, ({ value }) =>
    value.includes("'") && !value.includes('"')
      ? `"${value}"`
      : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  );
  return text.slice(1, -1);
}
