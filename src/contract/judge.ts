import {
  type Answer,
  describeAnswer,
  isAccepted,
  isRateLimited,
  isRedirect,
  isSameKind,
  isSilent,
  statusOf,
} from './answer.ts';
import { elsewhere, type Finding, failed, passed, skipped } from './check.ts';
import type { Courier } from './courier.ts';
import type { Subject } from './payloads.ts';
import type { Severity } from './result.ts';

/** A failure by an answer that is not the one wanted. */
export function misanswered(answer: Answer, severity?: Severity): Finding {
  const failure = failed(answer.sent, describeAnswer(answer), severity);
  return isSilent(answer) ? { ...failure, isSilent: true } : failure;
}

/** What an answer is where another check is about answers of its kind; undefined where none is. */
export function irrelevant(answer: Answer): Finding | undefined {
  const failure = misanswered(answer);
  if (isRateLimited(answer)) {
    return elsewhere(failure, 'tolerates/concurrency', 'It answered 429, too many requests');
  }
  if (isRedirect(answer)) {
    return elsewhere(failure, 'behaves/no-redirect', 'It answered with a redirect');
  }
  return undefined;
}

/**
 * Judges the answer to a delivery that must be accepted.
 * @param control sends the same without what the check is about: a refusal counts only where that is accepted
 * @returns undefined where it was accepted
 */
export async function judgeGenuine(
  answer: Answer,
  control: () => Promise<Answer>,
  severity?: Severity,
): Promise<Finding | undefined> {
  if (isAccepted(answer)) return undefined;
  const nothing = irrelevant(answer);
  if (nothing) return nothing;
  const plain = await control();
  if (!isAccepted(plain)) {
    return skipped(`It refuses the same without that, too: ${describeAnswer(plain)}`);
  }
  return misanswered(answer, severity);
}

/** Judges the answer to a delivery that must be refused; undefined where it was. */
export function judgeForged({ session }: Courier, answer: Answer): Finding | undefined {
  if (isRateLimited(answer))
    return skipped('It answered 429, too many requests; this proves nothing.');
  const { refusal } = session;
  const status = statusOf(answer);
  const isRefused = status !== null && status >= 400 && status < 500;
  if (refusal && (isRefused || isSameKind(answer, refusal))) {
    return skipped('It refuses genuine deliveries as well, so this proves nothing.');
  }
  return isRefused ? undefined : misanswered(answer);
}

/** One thing to send, changed on purpose. */
export type Sending = (courier: Courier) => Promise<Answer>;

/**
 * Sends one after the other what must be accepted, up to the first that is not.
 * @param subject the event that all of them are, which is delivered unchanged as control
 */
export async function expectAccepted(
  courier: Courier,
  subject: Subject,
  sendings: readonly Sending[],
): Promise<Finding> {
  const answers: Answer[] = [];
  for (const send of sendings) {
    const answer = await send(courier);
    const finding = await judgeGenuine(answer, () => courier.deliver(subject));
    if (finding) return finding;
    answers.push(answer);
  }
  return passed(summarize(answers));
}

/** The statuses of answers, each once: `200, 204`. */
export function summarize(answers: readonly Answer[]): string {
  return [...new Set(answers.map((answer) => String(statusOf(answer) ?? 'no answer')))].join(', ');
}
