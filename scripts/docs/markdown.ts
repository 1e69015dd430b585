/** Escapes text for a cell of a Markdown table. */
export function escapeCell(text: string): string {
  return escapeMarkdown(text).replaceAll('|', '\\|');
}

/** Escapes what Markdown would read as markup or drop as HTML. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_`[\]]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
