import { type Check, coveredBy, type Finding, passed } from '../check.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { type Exchange, isAccepted } from '../receiver/exchange.ts';
import type { CheckDescription } from '../result.ts';
import { receiverCode } from '../snippets/snippets.ts';
import { assertRejected, summarize } from './assertions.ts';
import { type ForgedRequest, type Forgery, forgeries } from './forgeries.ts';

/** Checks with deliveries that are not from Logto. */
export const rejectsChecks: readonly Check[] = forgeries.map((forgery) => ({
  ...describe(forgery),
  phase: 'forged',
  run: (client) => runForgery(client, forgery),
}));

function describe({ name, why, sends, remedy }: Forgery): CheckDescription {
  return {
    id: `rejects/${name}`,
    group: 'rejects',
    severity: 'error',
    why,
    sends,
    remedy,
    snippets: receiverCode,
  };
}

async function runForgery(client: ReceiverClient, forgery: Forgery): Promise<Finding> {
  const exchanges: Exchange[] = [];
  for (const request of forge(client, forgery)) {
    const exchange = await send(client, forgery, request);
    const finding = assertRejected(exchange);
    if (finding) {
      return withFailure(client, exchange, await attribute(client, forgery, exchange, finding));
    }
    exchanges.push(exchange);
  }
  return (
    (forgery.replays ? await replay(client, forgery) : undefined) ?? passed(summarize(exchanges))
  );
}

/** Repeats a forgery after the receiver accepted a delivery with the same signature. */
async function replay(client: ReceiverClient, forgery: Forgery): Promise<Finding | undefined> {
  const { baseline } = client.session;
  if (!baseline) return undefined;
  const body = Buffer.from(client.payloads.text(baseline));
  const right = client.sign(body);
  await client.post(body);
  const [request] = forgery.forge(body, right, '');
  const exchange = await send(client, forgery, request);
  const finding = assertRejected(exchange);
  return finding && withFailure(client, exchange, finding);
}

/** Adds the delivery that was not refused to a failure. */
function withFailure({ session }: ReceiverClient, exchange: Exchange, finding: Finding): Finding {
  const variant = session.baseline ?? session.variants[0];
  return finding.status === 'failed' && variant
    ? { ...finding, failure: { variant, exchange } }
    : finding;
}

/** Forges a delivery with a new body, because a receiver may accept a repeated one as a duplicate. */
function forge({ session, payloads, sign }: ReceiverClient, forgery: Forgery) {
  const subject = session.baseline ?? session.variants[0];
  const body = Buffer.from(subject ? payloads.text(subject) : '{}');
  return forgery.forge(body, sign(body), sign(''));
}

function send(client: ReceiverClient, { sends }: Forgery, { body, signatures }: ForgedRequest) {
  return client.post(body, { signatures, note: sends });
}

/** Leaves a failure to the check that it belongs to. */
async function attribute(
  client: ReceiverClient,
  { alike }: Forgery,
  exchange: Exchange,
  finding: Finding,
): Promise<Finding> {
  const other = forgeries.find(({ name }) => name === alike);
  const ordinary = forgeries.find(({ name }) => name === 'wrong-key');
  if (!other || !ordinary || finding.status !== 'failed') return finding;
  // A receiver that does not verify accepts every forgery.
  const [wrong] = forge(client, ordinary);
  if (assertRejected(await send(client, ordinary, wrong))) return finding;
  const [request] = forge(client, other);
  const answerToOther = await send(client, other, request);
  const isAlike = assertRejected(answerToOther)?.status === 'failed';
  if (!isAlike || isAccepted(exchange) !== isAccepted(answerToOther)) return finding;
  return coveredBy(
    finding,
    `rejects/${other.name}`,
    'It treats the deliveries of both checks the same way',
  );
}
