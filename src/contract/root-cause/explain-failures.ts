import type { EventVariant } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import {
  describeResponse,
  type Exchange,
  isAccepted,
  isSameKind,
  isSilent,
  statusOf,
} from '../receiver/exchange.ts';
import { eventExperimentGroups } from './experiments/experiments.ts';
import { fieldsOnlyLackingHere, missingFieldsExperiment, type Payload } from './missing-fields.ts';
import { Laboratory } from './prove.ts';
import { findErrorLine } from './reported-errors.ts';
import type { RootCause } from './root-cause.ts';
import { Search, type SearchResult } from './search.ts';

/** An event that is refused while others are accepted. */
export interface Failure {
  /** The id of the check that failed. */
  readonly check: string;
  readonly variant: EventVariant;
  readonly exchange: Exchange;
}

/** One cause and the checks that fail because of it. */
export interface ExplainedFailures {
  readonly cause: RootCause;
  readonly checks: readonly string[];
}

/** Searches for the causes of failures, and groups those that have the same one. */
export async function explainFailures(
  client: ReceiverClient,
  failures: readonly Failure[],
): Promise<ExplainedFailures[]> {
  const explained: ExplainedFailures[] = [];
  let open = failures;
  for (let [first] = open; first; [first] = open) {
    const alike = open.filter((other) => other !== first && isAlike(first, other));
    const { cause, others } = await explain(client, first, alike);
    const group = [first, ...others];
    explained.push({ cause, checks: group.map(({ check }) => check) });
    open = open.filter((one) => !group.includes(one));
  }
  return explained;
}

/** Returns whether the responses to two failures suggest one cause. */
function isAlike(one: Failure, other: Failure): boolean {
  return isSameKind(one.exchange, other.exchange);
}

interface Explained {
  readonly cause: RootCause;
  readonly others: readonly Failure[];
}

async function explain(
  client: ReceiverClient,
  first: Failure,
  alike: readonly Failure[],
): Promise<Explained> {
  const result = isSilent(first.exchange) ? undefined : await search(client, first);
  if (result?.outcome !== 'proved') {
    // Only the response can distinguish them.
    const others = alike.filter((other) => textOf(other) === textOf(first));
    return { cause: describeFailure(client, first, others.length), others };
  }
  const others: Failure[] = [];
  for (const other of alike) {
    const laboratory = new Laboratory(client, other.variant);
    const exchange = await laboratory.altered(result.experiment, (part) =>
      result.needed.includes(part),
    );
    if (isAccepted(exchange)) others.push(other);
  }
  return { cause: result.cause, others };
}

async function search(client: ReceiverClient, failure: Failure): Promise<SearchResult> {
  const laboratory = new Laboratory(client, failure.variant);
  const wrong = await laboratory.plain({ isWrong: true });
  const isVerified = !isSameKind(failure.exchange, wrong);
  const missing = missingFieldsExperiment(acceptedPayloads(client));
  const [fields, bodies] = eventExperimentGroups;
  const groups = [
    ...(fields ? [{ ...fields, experiments: [...fields.experiments, missing] }] : []),
    ...(bodies && !isVerified ? [bodies] : []),
  ];
  return new Search(client, laboratory, failure.exchange, groups).run();
}

function acceptedPayloads({ session }: ReceiverClient): Payload[] {
  return session.exchanges
    .filter((exchange) => exchange.isGenuine && isAccepted(exchange))
    .map(({ body }) => Object(JSON.parse(body.toString())));
}

/** Returns the text of a response without values that differ between deliveries. */
function textOf({ exchange, variant }: Failure): string {
  const text = exchange.attempt.response?.body.toString() ?? '';
  return text
    .replaceAll(variant.event, '<event>')
    .replace(/[\w-]*\d[\w-]*/g, '#')
    .slice(0, 1000);
}

/** Describes a failure that no experiment explains. */
function describeFailure(
  client: ReceiverClient,
  { variant, exchange }: Failure,
  others: number,
): RootCause {
  const { event } = variant;
  const events =
    others === 0 ? event : `${event} and ${others} other ${others === 1 ? 'event' : 'events'}`;
  const evidence = [
    `${event} as Logto sends it: ${describeResponse(exchange)}`,
    ...describeLacking(client, exchange),
  ].join('; ');
  const show = `'logto-hooks events show ${event}' prints its payload.`;
  const status = statusOf(exchange);
  if (status === null) {
    return {
      id: 'slow-response',
      message: `The handler does not respond to ${events}.`,
      evidence,
      remedy: `Answer 2xx first, and do the work afterwards. ${show}`,
    };
  }
  if (status < 500) {
    return {
      id: 'event-unknown',
      message: `The receiver refuses ${events} (${status}), and accepts others.`,
      evidence,
      remedy: `Answer 2xx to every signed event, even if there is nothing to do; or subscribe the webhook to fewer events and test with -e. ${show}`,
    };
  }
  const printed = findErrorLine([
    exchange.attempt.response?.body.toString() ?? '',
    client.session.output,
  ]);
  return {
    id: 'handler-failed',
    message: `The handler fails on ${events}${printed === undefined ? ` (${status}).` : `: ${printed}`}`,
    evidence,
    remedy: `Fix the handler. ${show}`,
  };
}

/** The largest number of fields to name. */
const namedFields = 5;

/** Names the fields that are null or missing in this delivery, but in no accepted one; empty if there are none. */
export function describeLacking(client: ReceiverClient, { body }: Exchange): readonly string[] {
  const fields = fieldsOnlyLackingHere(JSON.parse(body.toString()), acceptedPayloads(client));
  if (fields.length === 0) return [];
  return [
    `null or missing here, but in no accepted event: ${fields.slice(0, namedFields).join(', ')}`,
  ];
}

/**
 * Searches for the fields whose absence makes a handler fail.
 * @param incomplete makes a payload that lacks them and was not sent before
 * @param complete a payload of the same event that has them
 */
export async function explainMissingFields(
  client: ReceiverClient,
  failure: Omit<Failure, 'check'>,
  incomplete: () => string,
  complete: Payload,
): Promise<RootCause | undefined> {
  const laboratory = new Laboratory(client, failure.variant, incomplete);
  const experiments = [missingFieldsExperiment([complete])];
  const groups = [{ subject: 'missing fields', experiments }];
  const result = await new Search(client, laboratory, failure.exchange, groups).run();
  return result.outcome === 'proved' ? result.cause : undefined;
}
