import { timingSafeEqual } from 'node:crypto';
import { hmac, isEqual } from '../receiver.ts';
import type { Flaw } from './flaw.ts';

type Verify = (rawBody: Buffer, signature: string | undefined) => boolean;

/** Every way to forge a delivery. */
const all = [
  'unsigned',
  'empty-signature',
  'wrong-key',
  'tampered-body',
  'truncated-signature',
  'longer-signature',
  'non-hex-signature',
  'non-ascii-signature',
  'signature-of-empty-body',
  'prefix-only',
  'duplicate-signature-header',
  'empty-key',
];

function verifiesBy(name: string, verify: Verify, ...fails: readonly string[]): Flaw {
  return {
    name,
    steps: () => ({ verify }),
    fails: fails.map((check) => `rejects/${check}`),
  };
}

const isRight: Verify = (rawBody, signature) => isEqual(hmac(rawBody), signature ?? '');

/** Flaws in verifying signatures. */
export const signatureFlaws: readonly Flaw[] = [
  verifiesBy('verifies-nothing-without-a-key', () => true, ...all),
  verifiesBy(
    'trusts-the-unsigned',
    (body, given) => given === undefined || isRight(body, given),
    'unsigned',
  ),
  verifiesBy(
    'trusts-the-empty',
    (body, given) => given === '' || isRight(body, given),
    'empty-signature',
  ),
  verifiesBy(
    'crashes-on-the-unsigned',
    (body, given) => {
      if (given === undefined) throw new TypeError('undefined');
      return isRight(body, given);
    },
    'unsigned',
  ),
  verifiesBy(
    'checks-only-the-form',
    (_, given) => /^[\da-f]{64}$/.test(given ?? ''),
    ...['wrong-key', 'tampered-body', 'signature-of-empty-body', 'prefix-only', 'empty-key'],
  ),
  {
    name: 'remembers-good-signatures',
    steps() {
      const good = new Set<string | undefined>();
      return {
        verify(body, given) {
          if (isRight(body, given)) good.add(given);
          return good.has(given);
        },
      };
    },
    fails: ['rejects/tampered-body'],
  },
  {
    name: 'throws-on-another-length',
    steps: () => ({
      verify: (body, given) =>
        given !== undefined && timingSafeEqual(Buffer.from(hmac(body)), Buffer.from(given)),
    }),
    fails: [
      ...['rejects/empty-signature', 'rejects/truncated-signature', 'rejects/longer-signature'],
      ...['rejects/non-ascii-signature', 'rejects/duplicate-signature-header'],
    ],
  },
  verifiesBy(
    'throws-on-a-short-signature',
    (body, given = '') => {
      if (given !== '' && given.length < 64) throw new RangeError('same byte length');
      return isRight(body, given);
    },
    'truncated-signature',
  ),
  verifiesBy(
    'takes-a-beginning',
    (body, given = '') => given !== '' && hmac(body).startsWith(given),
    'truncated-signature',
  ),
  verifiesBy(
    'takes-what-begins-rightly',
    (body, given = '') => given.startsWith(hmac(body)),
    'longer-signature',
  ),
  verifiesBy(
    'takes-eight-right-characters',
    (body, given = '') => given.length === 64 && given.slice(0, 8) === hmac(body).slice(0, 8),
    'prefix-only',
  ),
  verifiesBy(
    'takes-sixty-right-characters',
    (body, given = '') => given.length === 64 && given.slice(0, 60) === hmac(body).slice(0, 60),
    'prefix-only',
  ),
  verifiesBy(
    'throws-on-what-is-no-hex',
    (body, given = '') => {
      if (/^[\x20-\x7e]{64}$/.test(given)) BigInt(`0x${given}`);
      return isRight(body, given);
    },
    'non-hex-signature',
  ),
  verifiesBy(
    'compares-as-much-as-is-hex',
    (body, given = '') => {
      if (!/^[\x20-\x7e]{64}$/.test(given)) return false;
      const bytes = Buffer.from(given, 'hex');
      return Buffer.from(hmac(body), 'hex').subarray(0, bytes.length).equals(bytes);
    },
    'non-hex-signature',
  ),
  verifiesBy(
    'counts-characters-for-bytes',
    (body, given = '') =>
      given.length === 64 && timingSafeEqual(Buffer.from(hmac(body)), Buffer.from(given)),
    'non-ascii-signature',
  ),
  verifiesBy(
    'takes-the-signature-of-nothing',
    (body, given) => isRight(body, given) || given === hmac(''),
    'signature-of-empty-body',
  ),
  verifiesBy(
    'throws-on-two-signatures',
    (body, given = '') => {
      if (given.includes(',')) throw new TypeError('expected a string');
      return isRight(body, given);
    },
    'duplicate-signature-header',
  ),
  verifiesBy(
    'takes-two-signatures-for-one',
    (body, given = '') => given.includes(', ') || isRight(body, given),
    'duplicate-signature-header',
  ),
  verifiesBy(
    'has-an-empty-second-key',
    (body, given) => isRight(body, given) || isEqual(hmac(body, ''), given ?? ''),
    'empty-key',
  ),
];
