import type { MarkdownRenderer } from 'vitepress';

/** The roles that a table loses when its style sheet shows it as blocks. */
const roles: Readonly<Record<string, string>> = {
  table_open: 'table',
  thead_open: 'rowgroup',
  tbody_open: 'rowgroup',
  tr_open: 'row',
  th_open: 'columnheader',
  td_open: 'cell',
};

/**
 * Gives the cells between the first and the last column the head of their column, which phones show in front
 * of the text.
 */
export function labelCells(md: MarkdownRenderer): void {
  md.core.ruler.push('label-cells', ({ tokens }) => {
    let heads: string[] = [];
    let column = 0;
    for (const [index, token] of tokens.entries()) {
      const role = roles[token.type];
      if (role) token.attrSet('role', role);
      if (token.type === 'table_open') heads = [];
      if (token.type === 'tr_open') column = 0;
      if (token.type === 'th_open') heads.push(tokens[index + 1]?.content ?? '');
      if (token.type !== 'td_open') continue;
      const isBetween = column > 0 && column < heads.length - 1;
      if (isBetween) token.attrSet('data-label', heads[column] ?? '');
      column += 1;
    }
  });
}
