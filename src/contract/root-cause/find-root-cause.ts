import type { EventVariant } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import {
  describeResponse,
  type Exchange,
  isAccepted,
  isSameKind,
  statusOf,
} from '../receiver/exchange.ts';
import { oneLine, readableText } from '../receiver/readable-text.ts';
import type { ExperimentGroup } from './experiments/experiment.ts';
import { aboutDelivery, experimentGroups } from './experiments/experiments.ts';
import { Laboratory } from './prove.ts';
import { findErrorLine, readReportedError, readStatedRefusal } from './reported-errors.ts';
import type { RootCause } from './root-cause.ts';
import { Search } from './search.ts';

/** The result of the search for the cause of a total refusal. */
export type Conclusion =
  | { readonly outcome: 'proved'; readonly cause: RootCause; readonly check?: string }
  /** The failed attempts, in one sentence. */
  | { readonly outcome: 'unexplained'; readonly tried: string }
  /** The receiver accepts plain deliveries now. */
  | { readonly outcome: 'recovered' };

/**
 * Searches for the mistake that makes a receiver refuse every event, by experiment.
 * @param variant an event that it refuses
 * @param refusal how it refused it
 */
export async function findRootCause(
  client: ReceiverClient,
  variant: EventVariant,
  refusal: Exchange,
): Promise<Conclusion> {
  const laboratory = new Laboratory(client, variant);
  const wrong = await laboratory.plain({ isWrong: true });
  if (isAccepted(wrong)) return explainInverted(laboratory, refusal, wrong);
  const { options, output } = client.session;
  const isVerified = !isSameKind(refusal, wrong);
  const texts = [bodyOf(refusal), output];
  const reported = readReportedError(texts, !isVerified);
  const groups = experimentGroups(options.url, options.settings);
  const result = await new Search(
    client,
    laboratory,
    refusal,
    groups.filter((group) => isApplicable(group, isVerified, reported)),
  ).run();
  if (result.outcome === 'proved') {
    const { check } = result.experiment;
    const { cause } = result;
    return check === undefined ? { outcome: 'proved', cause } : { outcome: 'proved', cause, check };
  }
  if (result.outcome === 'recovered') return { outcome: 'recovered' };
  if (reported) return { outcome: 'proved', cause: withStatus(reported, variant, refusal) };
  const failure = handlerFailure(variant, refusal, isVerified, texts);
  if (failure) return { outcome: 'proved', cause: failure };
  const stated = isVerified ? undefined : readStatedRefusal(refusal);
  if (stated) return { outcome: 'proved', cause: withStatus(stated, variant, refusal) };
  if (!isVerified) return { outcome: 'unexplained', tried: result.tried };
  return { outcome: 'proved', cause: refusedAfterwards(variant, refusal, wrong) };
}

function bodyOf({ attempt }: Exchange): string {
  return readableText(attempt.response?.body.toString() ?? '');
}

function withStatus(cause: RootCause, { event }: EventVariant, refusal: Exchange): RootCause {
  const status = statusOf(refusal) ?? 'no response';
  return { ...cause, evidence: `${event} as Logto sends it: ${status}. ${cause.evidence}` };
}

/**
 * Returns whether experiments can still explain a refusal: those about signatures cannot if the signature is
 * accepted, and if the receiver reports a mistake itself, only those about the content type can.
 */
function isApplicable(
  group: ExperimentGroup,
  isVerified: boolean,
  reported: RootCause | undefined,
): boolean {
  if (reported) return reported.id.startsWith('body-') && group.subject === 'content types';
  return !isVerified || aboutDelivery(group);
}

/** Explains a receiver that accepts a wrong signature and refuses the right one. */
async function explainInverted(
  laboratory: Laboratory,
  refusal: Exchange,
  wrong: Exchange,
): Promise<Conclusion> {
  if (isAccepted(await laboratory.plain())) return { outcome: 'recovered' };
  if (!isAccepted(await laboratory.plain({ isWrong: true }))) {
    return { outcome: 'unexplained', tried: 'It responds differently to identical deliveries.' };
  }
  return {
    outcome: 'proved',
    cause: {
      id: 'signature-comparison-inverted',
      message:
        'The receiver accepts wrong signatures and refuses the right one: its comparison is inverted.',
      evidence: `Signed as Logto signs it: ${describeResponse(refusal)}; with a wrong signature: ${describeResponse(wrong)}`,
      remedy: 'Answer 401 if the signatures differ, and accept the delivery if they match.',
    },
  };
}

/** Explains a receiver that refuses every delivery, but responds differently to a wrong signature. */
function refusedAfterwards({ event }: EventVariant, refusal: Exchange, wrong: Exchange): RootCause {
  const response = describeResponse(refusal);
  return {
    id: 'event-unknown',
    message: `The receiver verifies the signature, and then refuses every event (${oneLine(response, 80)}).`,
    evidence: `${event} as Logto sends it: ${response}; with a wrong signature: ${describeResponse(wrong)}`,
    remedy: `Answer 2xx to every signed event. 'logto-hooks events show ${event}' prints its payload.`,
  };
}

/** Explains a 5xx for every delivery that no experiment explains: the handler fails. */
function handlerFailure(
  { event }: EventVariant,
  refusal: Exchange,
  isVerified: boolean,
  texts: readonly string[],
): RootCause | undefined {
  if ((statusOf(refusal) ?? 0) < 500) return undefined;
  const error = findErrorLine(texts.toReversed());
  const when = isVerified ? 'after it has verified the signature' : 'regardless of the signature';
  return {
    id: 'handler-failed',
    message: `The handler fails on every delivery, ${when}${error === undefined ? '.' : `: ${error}`}`,
    evidence: `${event} as Logto sends it: ${describeResponse(refusal)}`,
    remedy: isVerified
      ? `Fix the handler; 'logto-hooks events show ${event}' prints its payload.`
      : "Fix the error that the receiver's log shows; it happens before or while it verifies the signature.",
  };
}
