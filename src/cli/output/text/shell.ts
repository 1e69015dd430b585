/**
 * Bytes per line of a command: a shell without line editing gets at most 4,095 of a pasted line (Linux; 1,023
 * on macOS), and the dropped rest could contain the end of a quotation.
 */
const maxLine = 900;

/**
 * Returns one argument of a command for a POSIX shell, safe to paste into an interactive one: it is printable
 * ASCII, so a line editor takes no byte of it as a key press, in any locale. Every other byte is written in
 * octal for `printf`. Newlines at the very end are lost.
 */
export function shellArgument(bytes: Buffer): string {
  if (isPrintableAscii(bytes)) return quote(bytes, quoted);
  return `"$(printf ${quote(bytes, substituted)})"`;
}

/** Returns text as one word of a POSIX shell script; for text to paste, use `shellArgument`. */
export function singleQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Returns the format with which a shell's own `printf` prints these bytes. */
export function printfFormat(bytes: Buffer): string {
  return quote(bytes, formatted);
}

/** Returns whether bytes can be pasted as they are, once quoted. */
export function isPrintableAscii(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
}

/**
 * Returns an untrusted word, such as an id, for a suggested command; a placeholder if a shell would not take it
 * literally.
 */
export function suggestedWord(word: string, placeholder: string): string {
  return /^[\w./:@%+=,][\w./:@%+=,-]*$/.test(word) ? word : placeholder;
}

/** Returns single-quoted text; if it is long, a word that continues over several lines. */
function quote(bytes: Buffer, write: (byte: number, next: number | undefined) => string): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, byte] of bytes.entries()) {
    if (line.length >= maxLine) {
      lines.push(line);
      line = '';
    }
    line += write(byte, bytes[index + 1]);
  }
  return [...lines, line].map((part) => `'${part}'`).join('\\\n');
}

function quoted(byte: number, next: number | undefined): string {
  if (beginsCommand(byte, next)) return "#''";
  return byte === 0x27 ? `'\\''` : String.fromCharCode(byte);
}

function formatted(byte: number, next: number | undefined): string {
  if (beginsCommand(byte, next)) return octal(byte);
  const character = String.fromCharCode(byte);
  if (character === '%') return '%%';
  const isLiteral = byte >= 0x20 && byte <= 0x7e && character !== "'" && character !== '\\';
  return isLiteral ? character : octal(byte);
}

/**
 * Writes a byte within double quotes. Shells differ in what they expand there (bash: its history), so only
 * bytes that no shell expands stay as they are.
 */
function substituted(byte: number): string {
  const isLiteral = /[\w ,.:;/=+*@%-]/.test(String.fromCharCode(byte));
  return isLiteral ? formatted(byte, undefined) : octal(byte);
}

/**
 * Returns whether a byte begins `##`. A CI runner takes `##[` for a command, and escaping it in the output
 * would change the bytes.
 */
function beginsCommand(byte: number, next: number | undefined): boolean {
  return byte === 0x23 && next === 0x23;
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, '0')}`;
}
