import type { CustomHeaders } from '../core/logto/request-headers.ts';
import { sign } from '../core/logto/signature.ts';
import { type Finding, failed } from './check.ts';
import { describeResponse, type Exchange, isAccepted } from './exchange.ts';
import type { ReceiverClient } from './receiver-client.ts';

/**
 * What a receiver that accepts no event fails: one check, where one explains it, and all others are
 * then skipped for the reason given.
 */
export interface RootCause {
  readonly check: string;
  readonly finding: Finding;
  /** One sentence. */
  readonly consequence: string;
}

/** Tries what would explain that genuine deliveries are refused. */
export async function explainRefusal(
  client: ReceiverClient,
  refusal: Exchange,
): Promise<RootCause | null> {
  return (await explainByHeaders(client, refusal)) ?? (await explainByKey(client));
}

/** Headers that other senders of webhooks have, and receivers copied from theirs may ask for. */
function foreignHeaders(timestamp: string): CustomHeaders {
  const id = 'k3v9x2q7b1m5t8w4z6c0n';
  const times = [
    'logto-timestamp',
    'x-logto-timestamp',
    'logto-request-timestamp',
    'webhook-timestamp',
    'x-webhook-timestamp',
    'x-timestamp',
    'timestamp',
  ];
  const ids = [
    'logto-delivery-id',
    'logto-webhook-id',
    'logto-hook-id',
    'logto-request-id',
    'x-logto-delivery',
    'webhook-id',
    'x-webhook-id',
    'x-request-id',
    'idempotency-key',
  ];
  const events = [
    'logto-event',
    'x-logto-event',
    'logto-event-type',
    'x-webhook-event',
    'x-event-type',
  ];
  return [
    ...times.map((name) => [name, timestamp] as const),
    ...ids.map((name) => [name, id] as const),
    ...events.map((name) => [name, 'PostSignIn'] as const),
  ];
}

async function explainByHeaders(
  client: ReceiverClient,
  refusal: Exchange,
): Promise<RootCause | null> {
  const now = Date.now();
  for (const timestamp of [
    String(Math.floor(now / 1000)),
    String(now),
    new Date(now).toISOString(),
  ]) {
    const headers = foreignHeaders(timestamp);
    if (!(await isAcceptedWith(client, headers))) continue;
    const needed = await narrow(client, headers);
    const names = needed.map(([name]) => name).join(', ');
    return {
      check: 'behaves/no-extra-header-needed',
      finding: failed(
        refusal.sent,
        `${describeResponse(refusal)}; accepted with ${names}, which Logto never sends`,
      ),
      consequence: `It wants ${names}, which Logto never sends; see behaves/no-extra-header-needed.`,
    };
  }
  return null;
}

/** Leaves out one header after the other that is not needed. */
async function narrow(client: ReceiverClient, headers: CustomHeaders): Promise<CustomHeaders> {
  let needed = headers;
  for (const header of headers) {
    const others = needed.filter((other) => other !== header);
    if (await isAcceptedWith(client, others)) needed = others;
  }
  return needed;
}

async function isAcceptedWith(client: ReceiverClient, headers: CustomHeaders): Promise<boolean> {
  const [subject] = client.session.subjects;
  if (!subject) return false;
  const payload = client.payloads.text(subject);
  return isAccepted(await client.post(payload, { headers, signatures: [client.sign(payload)] }));
}

/** A key that is not set, or a body that was not read, verifies another signature. */
async function explainByKey(client: ReceiverClient): Promise<RootCause | null> {
  const [subject] = client.session.subjects;
  if (!subject) return null;
  const explanations = [
    {
      check: 'rejects/empty-key',
      signatureOf: (body: string) => sign(body, ''),
      why: 'It takes signatures made with an empty key: its signing key is not set',
    },
    {
      check: 'rejects/signature-of-empty-body',
      signatureOf: () => client.sign(''),
      why: 'It takes the signature of an empty body: it does not verify the body that came',
    },
  ];
  for (const { check, signatureOf, why } of explanations) {
    const body = client.payloads.text(subject);
    const answer = await client.post(body, { signatures: [signatureOf(body)] });
    if (!isAccepted(answer)) continue;
    const finding = failed(answer.sent, `${describeResponse(answer)}. ${why}.`);
    return { check, finding, consequence: `${why}; see ${check}.` };
  }
  return null;
}
