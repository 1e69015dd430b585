import type { ReceiverClient } from '../receiver/client.ts';
import { type Exchange, isAccepted, isSameKind } from '../receiver/exchange.ts';
import { writtenBodyExperiments } from './experiments/bodies.ts';
import type { ExperimentGroup } from './experiments/experiment.ts';
import type { ExplainedFailures, Failure } from './explain-failures.ts';
import { Laboratory } from './prove.ts';
import { Search } from './search.ts';

const groups: readonly ExperimentGroup[] = [
  { subject: 'rewritten bodies', experiments: writtenBodyExperiments },
];

/**
 * Searches for how a receiver alters a body before it verifies it, if it accepts every event and refuses some
 * ways to write one: other characters, numbers or white space.
 * @returns the causes found; failures that no experiment explains are left out
 */
export async function explainWritings(
  client: ReceiverClient,
  failures: readonly Failure[],
): Promise<ExplainedFailures[]> {
  const explained: ExplainedFailures[] = [];
  // The later ones are further from what Logto writes, and distinguish better between similar mistakes.
  let open = failures.toReversed();
  for (let [first] = open; first; [first] = open) {
    const found = await explain(client, first, open.slice(1));
    if (found) explained.push(found);
    open = open.filter(({ check }) => check !== first.check && !found?.checks.includes(check));
  }
  return explained;
}

async function explain(
  client: ReceiverClient,
  first: Failure,
  others: readonly Failure[],
): Promise<ExplainedFailures | undefined> {
  const laboratory = laboratoryOf(client, first);
  const wrong = await laboratory.plain({ isWrong: true });
  if (!isSameKind(first.exchange, wrong)) return undefined;
  const result = await new Search(client, laboratory, first.exchange, groups).run();
  if (result.outcome !== 'proved') return undefined;
  const checks = [first.check];
  for (const other of others) {
    const exchange = await laboratoryOf(client, other).altered(result.experiment);
    if (isAccepted(exchange)) checks.push(other.check);
  }
  return { cause: result.cause, checks };
}

function laboratoryOf(client: ReceiverClient, { variant, exchange }: Failure): Laboratory {
  return new Laboratory(client, variant, () => renewed(client, exchange), exchange.sent);
}

/** Returns a refused body with another time, so that it is not taken for a duplicate. */
function renewed({ payloads }: ReceiverClient, { body }: Exchange): string {
  return body
    .toString()
    .replace(/("createdAt": ?)"[^"]*"/, (_, key) => `${key}"${payloads.createdAt()}"`);
}
