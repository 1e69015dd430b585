/**
 * Returns the text of a JSON file, without the byte order mark that some editors and PowerShell write.
 * @throws SyntaxError for UTF-16, which `>` in PowerShell 5 writes
 */
export function decodeJson(bytes: Buffer): string {
  if (isUtf16(bytes)) throw new SyntaxError('it is UTF-16; save it as UTF-8');
  return bytes.toString().replace(/^\uFEFF/, '');
}

/** Returns whether text begins with a byte order mark of UTF-16. */
export function isUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
