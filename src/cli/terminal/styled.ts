import { escapeText } from '../output/text/escape.ts';

/**
 * Marks the color codes of our own styles, so that the terminal can distinguish them from escape sequences in
 * untrusted text: random numbers of this process that cannot be guessed. They are parameters of the code, as in
 * ESC[4711;8150;1234;2970;31m, so that functions that measure or wrap text recognize a color code. Created on
 * first use, since few commands print colors.
 */
let drawnMark: string | undefined;

function mark(): string {
  drawnMark ??= [...crypto.getRandomValues(new Uint16Array(4))]
    .map((number) => 1000 + (number % 9000))
    .join(';');
  return drawnMark;
}

/** Marks the color codes of trusted text: the output of `resolveStyles`, colored. */
export function markStyles(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: color codes begin with one.
  return text.replace(/\u001b\[([\d;]*)m/g, (_, codes: string) => `\u001b[${mark()};${codes}m`);
}

/**
 * Returns text that is safe to write to a terminal: marked color codes become plain ones, everything else is
 * escaped.
 * @param escapePart escapes the text between color codes
 */
export function resolveStyles(text: string, escapePart = escapeText): string {
  if (drawnMark === undefined || !text.includes('\u001b')) return escapePart(text);
  return text
    .split(new RegExp(`\u001b\\[${drawnMark};([\\d;]*)m`))
    .map((part, index) => (index % 2 === 0 ? escapePart(part) : `\u001b[${part}m`))
    .join('');
}
