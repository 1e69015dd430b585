/** Text that may break parsers. */
const tokens = [
  '\r\n',
  '\n',
  '\0',
  ' ',
  ':',
  '\r\n\r\n',
  'content-length: 0\r\n',
  'content-length: 99999999999\r\n',
  'transfer-encoding: chunked\r\n',
  'content-encoding: gzip\r\n',
  'expect: 100-continue\r\n',
  'connection: upgrade\r\nupgrade: h2c\r\n',
  'logto-signature-sha-256: \r\n',
  '{"event":"PostSignIn"}',
  '"__proto__":',
  '\xff\xfe\xfd',
  '\u001b[2J',
].map((token) => Buffer.from(token, 'latin1'));

/** Makes a few random changes: flips, removes, duplicates or inserts bytes. */
export function mutate(bytes: Buffer, random: () => number): Buffer {
  let mutated = Buffer.from(bytes);
  for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
    const at = Math.floor(random() * (mutated.length + 1));
    const end = Math.min(mutated.length, at + Math.floor(random() ** 3 * 400));
    const [before, between, after] = [
      mutated.subarray(0, at),
      mutated.subarray(at, end),
      mutated.subarray(end),
    ];
    const token = tokens[Math.floor(random() * tokens.length)] ?? Buffer.alloc(0);
    const noise = Buffer.from(between.map((byte) => byte ^ Math.floor(random() * 256)));
    const change = [
      [before, noise, after],
      [before, after],
      [before, between, between, after],
      [before, token, between, after],
      [before, token, after],
    ][Math.floor(random() * 5)];
    mutated = Buffer.concat(change ?? []);
  }
  return mutated;
}
