/**
 * Returns a body that was changed in transit: one character differs, and JSON stays JSON. An empty body gets
 * a space.
 */
export function tamperBody(body: Buffer): Buffer {
  const offset = lastIndex(body, isInsideOfString) ?? lastIndex(body, isDigit);
  if (offset === undefined) return Buffer.concat([body, Buffer.from(' ')]);
  const changed = Buffer.from(body);
  changed[offset] = body[offset] === zero ? zero + 1 : zero;
  return changed;
}

const zero = '0'.charCodeAt(0);
const quote = '"'.charCodeAt(0);

/** Returns whether a byte is a letter or digit before a closing quote, mostly in `hookId`. */
function isInsideOfString(body: Buffer, at: number): boolean {
  return body[at + 1] === quote && /[\dA-Za-z]/.test(String.fromCharCode(body[at] ?? 0));
}

function isDigit(body: Buffer, at: number): boolean {
  const byte = body[at] ?? 0;
  return byte >= zero && byte <= zero + 9;
}

function lastIndex(body: Buffer, test: (body: Buffer, at: number) => boolean): number | undefined {
  for (let at = body.length - 1; at >= 0; at--) if (test(body, at)) return at;
  return undefined;
}
