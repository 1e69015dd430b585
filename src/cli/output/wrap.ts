import { stripVTControlCharacters } from 'node:util';

/**
 * Breaks text into lines of at most `width` characters, between words; a longer word keeps a line of
 * its own. Colours take no room, and go on over the lines.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let length = 0;
  for (const word of text.split(' ')) {
    const more = stripVTControlCharacters(word).length;
    if (lines.length > 0 && length + 1 + more <= width) {
      lines[lines.length - 1] += ` ${word}`;
      length += 1 + more;
    } else {
      lines.push(word);
      length = more;
    }
  }
  return lines;
}
