import { describeResponse, type Exchange, isAccepted, statusOf } from '../receiver/exchange.ts';
import type { ExplainedFailures } from './explain-failures.ts';
import type { RootCause } from './root-cause.ts';

/** Forged signatures that do not have 64 characters or bytes. */
const otherLengths: ReadonlySet<string> = new Set([
  ...['rejects/empty-signature', 'rejects/truncated-signature', 'rejects/longer-signature'],
  ...['rejects/non-ascii-signature', 'rejects/duplicate-signature-header'],
]);

/**
 * Finds what forgeries have in common that the receiver did not refuse.
 * @param exchanges those of the run
 * @param failed the ids of the checks that failed
 */
export function explainForgeries(
  exchanges: readonly Exchange[],
  failed: readonly string[],
): ExplainedFailures[] {
  const answers = new Map<string, Exchange>();
  for (const exchange of exchanges) {
    const { check, isGenuine } = exchange;
    if (check !== null && !isGenuine && failed.includes(check)) answers.set(check, exchange);
  }
  const checks = [...answers.keys()];
  const accepted = checks.filter((check) => isAcceptedIn(answers, check));
  const unverified = explainAccepted(answers, accepted);
  if (unverified) return [{ cause: unverified, checks: accepted }];
  const broken = checks.filter((check) => otherLengths.has(check) && !accepted.includes(check));
  const isOfLength = broken.length > 1 && !failed.includes('rejects/wrong-key');
  return isOfLength ? [{ cause: lengthCause(answers, broken), checks: broken }] : [];
}

function isAcceptedIn(answers: ReadonlyMap<string, Exchange>, check: string): boolean {
  const answer = answers.get(check);
  return answer !== undefined && isAccepted(answer);
}

/** Explains a receiver that accepts deliveries signed with any key. */
function explainAccepted(
  answers: ReadonlyMap<string, Exchange>,
  accepted: readonly string[],
): RootCause | undefined {
  const isAny = ['rejects/wrong-key', 'rejects/tampered-body'].every((id) => accepted.includes(id));
  if (!isAny) return undefined;
  const remedy =
    'Compute the HMAC-SHA256 of the raw body with the signing key, compare it in constant time, and answer 401 if it differs, before anything else. Refuse to start without a key.';
  if (accepted.includes('rejects/unsigned')) {
    return {
      id: 'signature-not-verified',
      message: 'The receiver accepts deliveries from anyone: it does not verify the signature.',
      evidence: evidenceFor(answers, ['rejects/unsigned', 'rejects/wrong-key']),
      remedy,
    };
  }
  return {
    id: 'signature-form-only',
    message: 'The receiver accepts any signature of the right form: it does not compare it.',
    evidence: evidenceFor(answers, ['rejects/wrong-key', 'rejects/tampered-body']),
    remedy,
  };
}

function lengthCause(answers: ReadonlyMap<string, Exchange>, checks: readonly string[]): RootCause {
  const [first = ''] = checks;
  const answer = answers.get(first);
  const status = answer && statusOf(answer);
  return {
    id: 'signature-length',
    message: `The receiver fails on a signature that does not have 64 characters (${status ?? 'no response'}): it does not compare the lengths first.`,
    evidence: evidenceFor(answers, checks.slice(0, 2)),
    remedy:
      "Answer 401 unless the signature is 64 characters of 0-9a-f, and compare it after that: Node's timingSafeEqual throws if the lengths differ.",
  };
}

function evidenceFor(answers: ReadonlyMap<string, Exchange>, checks: readonly string[]): string {
  return checks
    .flatMap((check) => answers.get(check) ?? [])
    .map((answer) => `${answer.sent}: ${describeResponse(answer)}`)
    .join('; ');
}
