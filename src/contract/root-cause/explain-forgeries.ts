import { describeResponse, type Exchange, isAccepted, statusOf } from '../receiver/exchange.ts';
import type { ExplainedFailures, Failure } from './explain-failures.ts';
import type { RootCause } from './root-cause.ts';

/** Forged signatures that do not have 64 characters or bytes. */
const otherLengths: ReadonlySet<string> = new Set([
  ...['rejects/empty-signature', 'rejects/truncated-signature', 'rejects/longer-signature'],
  ...['rejects/non-ascii-signature', 'rejects/duplicate-signature-header'],
]);

/** Those of them that nothing but the length distinguishes from other wrong signatures. */
const onlyOtherLengths = ['rejects/truncated-signature', 'rejects/longer-signature'];

/** Finds what forgeries have in common that the receiver did not refuse. */
export function explainForgeries(failures: readonly Failure[]): ExplainedFailures[] {
  const answers = new Map(failures.map(({ check, exchange }) => [check, exchange]));
  const accepted = checksWith(answers, isAccepted);
  const unverified = explainAccepted(answers, accepted);
  if (unverified) return [{ cause: unverified, checks: accepted }];
  const broken = checksWith(answers, hasFailed).filter((check) => otherLengths.has(check));
  const isOfLength =
    onlyOtherLengths.every((check) => broken.includes(check)) && !answers.has('rejects/wrong-key');
  return isOfLength ? [{ cause: lengthCause(answers, broken), checks: broken }] : [];
}

type Answers = ReadonlyMap<string, Exchange>;

function checksWith(answers: Answers, isWanted: (exchange: Exchange) => boolean): string[] {
  return [...answers].filter(([, exchange]) => isWanted(exchange)).map(([check]) => check);
}

/** Returns whether the receiver failed instead of responding to the sender. */
function hasFailed(exchange: Exchange): boolean {
  return (statusOf(exchange) ?? 500) >= 500;
}

/** Explains a receiver that accepts deliveries signed with any key. */
function explainAccepted(answers: Answers, accepted: readonly string[]): RootCause | undefined {
  const isAny = ['rejects/wrong-key', 'rejects/tampered-body'].every((id) => accepted.includes(id));
  if (!isAny) return undefined;
  const remedy =
    'Compute the HMAC-SHA256 of the raw body with the signing key, compare it in constant time, and answer 401 if it differs, before anything else. Refuse to start without a key.';
  if (accepted.includes('rejects/unsigned')) {
    return {
      id: 'signature-not-verified',
      message: 'The receiver accepts deliveries from anyone, whatever their signature is.',
      evidence: evidenceFor(answers, ['rejects/unsigned', 'rejects/wrong-key']),
      remedy,
    };
  }
  return {
    id: 'signature-form-only',
    message: 'The receiver accepts any signature of the right form, whatever its value is.',
    evidence: evidenceFor(answers, ['rejects/wrong-key', 'rejects/tampered-body']),
    remedy,
  };
}

function lengthCause(answers: Answers, checks: readonly string[]): RootCause {
  const statuses = checks.map((check) => {
    const answer = answers.get(check);
    return (answer && statusOf(answer)) ?? 'no response';
  });
  return {
    id: 'signature-length',
    message: `The receiver fails on a signature that does not have 64 characters (${[...new Set(statuses)].join(', ')}).`,
    evidence: evidenceFor(answers, onlyOtherLengths),
    remedy:
      "Answer 401 unless the signature is 64 characters of 0-9a-f, and compare it after that: Node's timingSafeEqual throws if the lengths differ.",
  };
}

function evidenceFor(answers: Answers, checks: readonly string[]): string {
  return checks
    .flatMap((check) => answers.get(check) ?? [])
    .map((answer) => `${answer.sent}: ${describeResponse(answer)}`)
    .join('; ');
}
