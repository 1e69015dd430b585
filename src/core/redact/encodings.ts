/*
 * Finds text in other encodings: base64, base64url, hexadecimal digits, percent-encoding and
 * JSON's escapes.
 */

export interface Encoded {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
  /** Writes a text in the same encoding. */
  readonly encode: (text: string) => string;
}

interface Encoding {
  /** What every encoded text contains. */
  readonly mark: string;
  /** Matches text that may be encoded. Each character is read once, so that hostile text costs no more. */
  readonly run: RegExp;
  /** Throws, or returns nonsense, for text that is not encoded. */
  readonly decode: (encoded: string) => string;
  /** @param like the original, whose style is kept */
  readonly encode: (text: string, like: string) => string;
}

const encodings: readonly Encoding[] = [
  {
    mark: '\\',
    run: /(?:[^\s"\\]|\\(?:u[\da-f]{4}|["\\/bfnrt]))+/gi,
    decode: (encoded) => String(JSON.parse(`"${encoded}"`)),
    encode: (text) => JSON.stringify(text).slice(1, -1),
  },
  {
    mark: '%',
    run: /(?:[^\s%"'<>\\&=?/]|%[\da-f]{2})+/gi,
    decode: (encoded) => decodeURIComponent(encoded.replaceAll('+', ' ')),
    encode: (text) => encodeURIComponent(text),
  },
  {
    mark: '',
    run: /(?<![\da-f])(?:[\da-f]{2}){3,}(?![\da-f])/gi,
    decode: (encoded) => toText(Buffer.from(encoded, 'hex')),
    encode: (text, like) => {
      const digits = Buffer.from(text).toString('hex');
      return /[A-F]/.test(like) ? digits.toUpperCase() : digits;
    },
  },
  {
    mark: '',
    run: /(?<![\w+/-])[\w+/-]{4,}={0,2}(?![\w+/=-])/g,
    decode: (encoded) => toText(Buffer.from(encoded, 'base64')),
    encode: (text, like) => {
      const plain = Buffer.from(text).toString('base64');
      const inAlphabet = /[-_]/.test(like)
        ? plain.replaceAll('+', '-').replaceAll('/', '_')
        : plain;
      return like.length % 4 === 0 ? inAlphabet : inAlphabet.replace(/=+$/, '');
    },
  },
];

/** Returns the parts of a text that are readable when decoded. */
export function findEncoded(text: string): Encoded[] {
  const candidates = encodings.filter(({ mark }) => text.includes(mark));
  return candidates.flatMap(({ mark, run, decode, encode }) =>
    [...text.matchAll(run)].flatMap(({ index, 0: encoded }) => {
      if (!encoded.includes(mark)) return [];
      const decoded = readable(() => decode(encoded));
      if (decoded === undefined || decoded === encoded) return [];
      const write = (plain: string) => encode(plain, encoded);
      return [{ start: index, end: index + encoded.length, decoded, encode: write }];
    }),
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes UTF-8. @throws TypeError for other bytes */
function toText(bytes: Buffer): string {
  return utf8.decode(bytes);
}

/** Returns the decoded text; undefined if decoding fails or the result is not readable. */
function readable(decode: () => string): string | undefined {
  try {
    const decoded = decode();
    return decoded === '' || /(?![\t\n\r])\p{Cc}|\ufffd/u.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}
