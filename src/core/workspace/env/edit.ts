/**
 * A setting at the beginning of a line, quoted values over several lines included. The text is Latin-1,
 * one character per byte: the first three characters may be a byte order mark.
 */
const settings =
  /^(?<before>(?:\xef\xbb\xbf)?[ \t]*)(?<exports>export[ \t]+)?(?<itsName>[\w.-]+)[ \t]*(?:=|:(?=[ \t]))[ \t]*(?:(?<quoted>"[^"]*"|'[^']*'|`[^`]*`)(?=[ \t]*(?:#|$))|[^#\r\n]*?(?=[ \t]*(?:#|$)))(?<gap>[ \t]*)(?<comment>#?)/gm;

export interface Edited {
  readonly text: string;
  /** The last line that sets the variable, counted from 1. */
  readonly line: number;
}

/**
 * Sets a variable in the text of a .env file: in every line that sets it, else at the end. All other bytes stay.
 * @param text Latin-1, one character per byte
 * @param quote returns the value as it is to be written, given the quotation mark that it had
 */
export function setVariable(
  text: string,
  name: string,
  quote: (formerMark: string | undefined) => string,
): Edited {
  let changed = '';
  let position = 0;
  let line: number | undefined;
  for (const { 0: setting, index, groups = {} } of text.matchAll(settings)) {
    const { before = '', exports, itsName, quoted, gap = '', comment = '' } = groups;
    if (itsName !== name) continue;
    const end = index + setting.length;
    changed += text.slice(position, index);
    line = lineAt(changed);
    changed += `${withoutTabs(before)}${exports ? 'export ' : ''}${name}=${quote(quoted?.[0])}`;
    changed += afterValue(withoutTabs(gap), comment, text[end]);
    position = end;
  }
  if (line !== undefined) return { text: changed + text.slice(position), line };
  return append(text, name, quote(undefined));
}

function append(text: string, name: string, quoted: string): Edited {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const above = text === '' || text.endsWith('\n') ? text : text + newline;
  const setting = `${name}=${quoted}${afterValue('', '', newline[0])}`;
  return { text: above + setting + newline, line: lineAt(above) };
}

/**
 * Returns what follows a value in its line. For bash, a comment needs a space before it, and a carriage return
 * is part of the value unless it is in a comment.
 */
function afterValue(gap: string, comment: string, next: string | undefined): string {
  if (comment !== '') return (gap || ' ') + comment;
  return next === '\r' ? `${gap || ' '}# set by logto-hooks` : gap;
}

/** Returns the number of the line after a text, counted from 1. */
function lineAt(above: string): number {
  return above.split('\n').length;
}

/** Replaces tabs, which Node.js reads as part of the setting. */
function withoutTabs(blanks: string): string {
  return blanks.replaceAll('\t', ' ');
}
