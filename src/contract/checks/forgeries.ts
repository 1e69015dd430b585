import { sign } from '../../core/logto/signature.ts';
import { tamperBody } from '../../core/logto/tamper.ts';

/** A delivery that is not Logto's: the body, what is sent with it, and why it must be refused. */
export interface Forgery {
  readonly name: string;
  readonly why: string;
  readonly sends: string;
  readonly remedy: string;
  /**
   * @param right the signature that Logto would send with the body
   * @param ofNothing the one it would send with an empty body
   */
  readonly forge: (
    body: Buffer,
    right: string,
    ofNothing: string,
  ) => readonly [ForgedRequest, ...ForgedRequest[]];
  /** Another that is alike: where it fails in the same way, it is that hole and not this one. */
  readonly alike?: string;
  /** Whether it is sent again after what it was made of was delivered. */
  readonly replays?: boolean;
}

export interface ForgedRequest {
  readonly body: Buffer;
  readonly signatures: readonly string[];
}

const compare =
  "Compare with verifySignature of 'logto-hooks', or check the form first (64 characters of 0-9a-f) and compare in constant time; answer 401 to all else.";

/** Deliveries that are not Logto's, one for each way to take them for it. */
export const forgeries: readonly Forgery[] = [
  {
    name: 'unsigned',
    why: 'Logto signs each delivery; who takes an unsigned one takes what anybody sends.',
    sends: 'a delivery without a signature',
    remedy: 'Answer 401 where the header logto-signature-sha-256 is missing, also in development.',
    forge: (body) => [{ body, signatures: [] }],
  },
  {
    name: 'empty-signature',
    why: 'An attacker may send the header with nothing in it; Logto never does.',
    sends: 'a delivery with an empty signature header',
    remedy: 'Treat an empty signature like a wrong one: 401.',
    forge: (body) => [{ body, signatures: [''] }],
  },
  {
    name: 'wrong-key',
    why: 'Only the signing key tells Logto from others; a signature in the right form proves nothing.',
    sends: 'a delivery signed with another key',
    remedy:
      'Compute the HMAC-SHA256 of the raw body with the signing key, compare it, and answer 401 where it differs. Refuse to start where the key is not set.',
    forge: (body) => [{ body, signatures: [sign(body, 'a key that Logto does not have')] }],
  },
  {
    name: 'tampered-body',
    why: 'The signature covers every byte of the body (HMAC-SHA256), so that nobody can change one on the way.',
    sends:
      'a body that was changed after it was signed, also with a signature that was accepted before',
    remedy:
      'Compute the HMAC over the whole raw body, each time anew, and before anything is looked up.',
    forge: (body, right) => [{ body: tamperBody(body), signatures: [right] }],
    replays: true,
  },
  {
    name: 'truncated-signature',
    why: "Node's timingSafeEqual throws where the lengths differ: anybody can then make the receiver answer 500, or end it.",
    sends: 'the first 4 characters of the right signature',
    remedy: compare,
    forge: (body, right) => [{ body, signatures: [right.slice(0, 4)] }],
  },
  {
    name: 'longer-signature',
    why: "A signature is 64 characters; what is longer is not Logto's, and must not end in a 500 either.",
    sends: 'the right signature with two characters more',
    remedy: compare,
    forge: (body, right) => [{ body, signatures: [`${right}00`] }],
    alike: 'prefix-only',
  },
  {
    name: 'non-hex-signature',
    why: 'Decoders of hex stop silently at, or throw on, what is no hex; Logto sends lower-case hex only.',
    sends: 'a signature of 64 characters that are no hex digits',
    remedy: compare,
    forge: (body) => [{ body, signatures: ['z'.repeat(64)] }],
  },
  {
    name: 'non-ascii-signature',
    why: 'A header may hold any byte: text of 64 characters can be more than 64 bytes, and comparing it then throws.',
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
    why: 'A body that was read before, or not at all, hashes as nothing: such a receiver never looks at what it verifies.',
    sends: 'a delivery with the signature of an empty body',
    remedy: 'Verify the bytes that arrived: read the raw body once, and pass those bytes on.',
    forge: (body, _, ofNothing) => [{ body, signatures: [ofNothing] }],
  },
  {
    name: 'prefix-only',
    why: 'Who compares only the beginning of a signature has one that can be guessed.',
    sends: 'a signature that is right but for its last character',
    remedy: compare,
    forge: (body, right) => [
      { body, signatures: [`${right.slice(0, -1)}${anotherDigit(right.at(-1))}`] },
    ],
  },
  {
    name: 'duplicate-signature-header',
    why: 'Servers join repeated headers, or give a list: code that expects one string may throw, or accept.',
    sends: 'two signature headers, neither of them right',
    remedy: 'Take the header only where it is one string of 64 hex digits; answer 401 otherwise.',
    forge: (body) => [
      { body, signatures: [sign(body, 'one wrong key'), sign(body, 'another wrong key')] },
    ],
  },
  {
    name: 'empty-key',
    why: 'A signing key that is not set is often an empty one, and everybody can sign with that.',
    sends: 'a delivery signed with an empty key',
    remedy: 'Refuse to start where LOGTO_WEBHOOK_SIGNING_KEY is missing or empty.',
    forge: (body) => [{ body, signatures: [sign(body, '')] }],
  },
];

/** A hex digit that is not the given one. */
function anotherDigit(digit: string | undefined): string {
  return digit === '0' ? '1' : '0';
}
