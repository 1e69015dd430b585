/**
 * Why a signature does not match: stable names, for scripts. Those of `signature-` are seen on the
 * header itself, those of `key-`, `algorithm-` and `body-` were confirmed by computing the signature
 * anew; `unknown` is the honest rest.
 */
export const diagnosisCauses = [
  'signature-missing',
  'signature-empty',
  'signature-repeated',
  'signature-quoted',
  'signature-prefixed',
  'signature-white-space',
  'signature-upper-case',
  'signature-base64',
  'signature-length',
  'signature-not-hex',
  'key-missing',
  'key-other',
  'key-unset',
  'key-white-space',
  'key-quoted',
  'key-encoded',
  'algorithm-other',
  'algorithm-without-key',
  'algorithm-swapped',
  'body-empty',
  'body-white-space',
  'body-byte-order-mark',
  'body-line-breaks',
  'body-quoted',
  'body-latin1',
  'body-utf16',
  'body-replaced-characters',
  'body-reformatted',
  'body-escapes',
  'body-key-order',
  'body-empty-objects',
  'body-numbers',
  'unknown',
] as const;

/** A cause by its stable name. */
export type DiagnosisCause = (typeof diagnosisCauses)[number];

/** Why a signature does not match. */
export interface Diagnosis {
  readonly cause: DiagnosisCause;
  /** What is wrong, in one sentence; carries neither key nor signature. */
  readonly message: string;
  /** How to mend it, in one sentence. */
  readonly remedy: string;
}
