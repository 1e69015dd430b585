const entities: Readonly<Record<string, string>> = {
  ...{ '&quot;': '"', '&#34;': '"', '&#x27;': "'", '&#39;': "'", '&#x60;': '`' },
  ...{ '&lt;': '<', '&gt;': '>', '&nbsp;': ' ', '&amp;': '&' },
};

/** Returns the text of an HTML page, line by line; other text unchanged. */
export function readableText(text: string): string {
  if (!/<(?:!doctype|html|body|pre|h1|p|title)\b/i.test(text)) return text;
  return text
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<[^>]{0,500}>/g, ' ')
    .replace(/&[#\w]{1,8};/g, (entity) => entities[entity] ?? entity);
}

const stackFrame = /^\s*at (?:.* \()?(?:file:|node:|\/|[A-Za-z]:\\|async |<anonymous>)/;

/** Returns text without the frames of a JavaScript stack. */
export function withoutStack(text: string): string {
  return text
    .split('\n')
    .filter((line) => !stackFrame.test(line))
    .join('\n');
}

/** Returns text on one line, cut to a length in characters. */
export function oneLine(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}
