/**
 * The reasons why a signature does not match, as stable names for scripts. `signature-*` is visible in
 * the header itself; `key-*`, `algorithm-*` and `body-*` are proved by recomputing the signature.
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

export type DiagnosisCause = (typeof diagnosisCauses)[number];

/** Why a signature does not match. */
export interface Diagnosis {
  readonly cause: DiagnosisCause;
  /** What is wrong, in one sentence, without key or signature. */
  readonly message: string;
  /** How to fix it, in one sentence. */
  readonly remedy: string;
}
