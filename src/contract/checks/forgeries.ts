import { sign } from '../../core/logto/signature.ts';
import { tamperBody } from '../../core/logto/tamper.ts';

/** A delivery that Logto did not send, and why it must be refused. */
export interface Forgery {
  readonly name: string;
  readonly why: string;
  readonly sends: string;
  readonly remedy: string;
  /**
   * @param right the signature that Logto would send with the body
   * @param ofNothing the signature of an empty body
   */
  readonly forge: (
    body: Buffer,
    right: string,
    ofNothing: string,
  ) => readonly [ForgedRequest, ...ForgedRequest[]];
  /** The id of a similar forgery; if it fails in the same way, this one is left to it. */
  readonly alike?: string;
  /** Whether to repeat it after the delivery it was made from was accepted. */
  readonly replays?: boolean;
}

export interface ForgedRequest {
  readonly body: Buffer;
  readonly signatures: readonly string[];
}

const compare =
  'Check that the signature is 64 characters of 0-9a-f, compare it in constant time, and answer 401 to anything else.';

/** Forged deliveries, one for each mistake in verification. */
export const forgeries: readonly Forgery[] = [
  {
    name: 'unsigned',
    why: 'Logto signs every delivery. A receiver that accepts an unsigned one accepts anything from anyone.',
    sends: 'a delivery without a signature',
    remedy: 'Answer 401 when the header logto-signature-sha-256 is missing, in development too.',
    forge: (body) => [{ body, signatures: [] }],
  },
  {
    name: 'empty-signature',
    why: 'An attacker can send the header with an empty value; Logto never does.',
    sends: 'a delivery with an empty signature header',
    remedy: 'Answer 401 to an empty signature, as to a wrong one.',
    forge: (body) => [{ body, signatures: [''] }],
  },
  {
    name: 'wrong-key',
    why: 'Only the signing key distinguishes Logto from other senders; a valid format proves nothing.',
    sends: 'a delivery signed with another key',
    remedy:
      'Compute the HMAC-SHA256 of the raw body with the signing key, compare it, and answer 401 if it differs. Refuse to start if the key is not set.',
    forge: (body) => [{ body, signatures: [sign(body, 'a key that Logto does not have')] }],
  },
  {
    name: 'tampered-body',
    why: 'The signature covers every byte of the body (HMAC-SHA256), so that nobody can change it in transit.',
    sends:
      'a body that was changed after signing, including one with a previously accepted signature',
    remedy:
      'Compute the HMAC over the whole raw body for every request, before you look anything up.',
    forge: (body, right) => [{ body: tamperBody(body), signatures: [right] }],
    replays: true,
  },
  {
    name: 'truncated-signature',
    why: "Node's timingSafeEqual throws when lengths differ: anyone can make the receiver answer 500, or crash it.",
    sends: 'the first 4 characters of the right signature',
    remedy: compare,
    forge: (body, right) => [{ body, signatures: [right.slice(0, 4)] }],
  },
  {
    name: 'longer-signature',
    why: "A signature has 64 characters; a longer one is not Logto's, and must not cause a 500 either.",
    sends: 'the right signature with two extra characters',
    remedy: compare,
    forge: (body, right) => [{ body, signatures: [`${right}00`] }],
    alike: 'prefix-only',
  },
  {
    name: 'non-hex-signature',
    why: 'Hex decoders stop silently at characters that are not hex, or throw; Logto sends lowercase hexadecimal only.',
    sends: 'a signature of 64 characters that are not hex digits',
    remedy: compare,
    forge: (body) => [{ body, signatures: ['z'.repeat(64)] }],
  },
  {
    name: 'non-ascii-signature',
    why: 'A header can hold any byte: 64 characters can be more than 64 bytes, and comparing them can throw.',
    sends: 'a signature with a character beyond ASCII, as Latin-1 and as UTF-8',
    remedy: compare,
    forge: (body, right) => [
      { body, signatures: [`\u00e9${anotherDigit(right[1]).repeat(63)}`] },
      { body, signatures: [`\u00c3\u00a9${anotherDigit(right[2]).repeat(62)}`] },
    ],
    alike: 'non-hex-signature',
  },
  {
    name: 'signature-of-empty-body',
    why: 'A receiver that hashes an empty body, because the body was already read or never read, does not verify the data it processes.',
    sends: 'a delivery with the signature of an empty body',
    remedy: 'Read the raw body once, verify those bytes, and pass the same bytes on.',
    forge: (body, _, ofNothing) => [{ body, signatures: [ofNothing] }],
  },
  {
    name: 'prefix-only',
    why: 'A signature can be guessed if only its beginning is compared.',
    sends: 'the right signature with a wrong last character',
    remedy: compare,
    forge: (body, right) => [
      { body, signatures: [`${right.slice(0, -1)}${anotherDigit(right.at(-1))}`] },
    ],
  },
  {
    name: 'duplicate-signature-header',
    why: 'Servers join repeated headers or return a list: code that expects one string may throw, or accept it.',
    sends: 'two signature headers, both wrong',
    remedy:
      'Accept the header only if it is a single string of 64 hex digits; answer 401 otherwise.',
    forge: (body) => [
      { body, signatures: [sign(body, 'one wrong key'), sign(body, 'another wrong key')] },
    ],
  },
  {
    name: 'empty-key',
    why: 'A missing signing key often becomes an empty key, which anyone can sign with.',
    sends: 'a delivery signed with an empty key',
    remedy: 'Refuse to start if LOGTO_WEBHOOK_SIGNING_KEY is missing or empty.',
    forge: (body) => [{ body, signatures: [sign(body, '')] }],
  },
];

/** Returns a hex digit other than the given one. */
function anotherDigit(digit: string | undefined): string {
  return digit === '0' ? '1' : '0';
}
