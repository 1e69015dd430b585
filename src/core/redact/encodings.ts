/*
 * What a text may hold in another encoding: base64, base64url, hexadecimal digits, percent-encoding and
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
  /** What all encoded text holds. */
  readonly mark: string;
  /** Text that may be encoded. It takes each character once: hostile text must not be searched again. */
  readonly run: RegExp;
  /** Throws or returns nonsense for what is not. */
  readonly decode: (encoded: string) => string;
  /** @param like the original, whose spelling is kept */
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

/** Returns the parts of a text that are readable text once they are decoded. */
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

/** @throws TypeError for bytes that are not UTF-8 */
function toText(bytes: Buffer): string {
  return utf8.decode(bytes);
}

/** Undefined where decoding fails, or gives what nobody writes. */
function readable(decode: () => string): string | undefined {
  try {
    const decoded = decode();
    return decoded === '' || /(?![\t\n\r])\p{Cc}|\ufffd/u.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}
