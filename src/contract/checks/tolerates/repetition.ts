import { type Finding, failed, passed, skipped } from '../../check.ts';
import { createFakeIdentities } from '../../payloads/fake-identities.ts';
import type { EventVariant } from '../../payloads/payload-source.ts';
import type { ReceiverClient } from '../../receiver/client.ts';
import {
  describeResponse,
  type Exchange,
  isAccepted,
  isRateLimited,
} from '../../receiver/exchange.ts';
import { assertAccepted, coveredElsewhere, summarize, unexpectedResponse } from '../assertions.ts';
import { findSplitBodyFailure, postSimultaneously } from '../split-body.ts';

/** Events that create or remove something, which may fail the second time. */
const writing = ['User.Created', 'User.Deleted', 'Organization.Created', 'Role.Created'] as const;

export async function runDuplicates(client: ReceiverClient): Promise<Finding> {
  const { session } = client;
  const subjects = session.accepted.filter(({ event }) => writing.some((name) => name === event));
  const [first = session.baseline] = subjects;
  if (!first) return skipped('No subscribed event is accepted.');
  const exchanges: Exchange[] = [];
  const failures: Finding[] = [];
  await session.each(subjects.length > 0 ? subjects : [first], async (subject) => {
    if (failures.length > 0) return;
    const body = JSON.stringify(await client.payload(subject));
    const once = await client.post(body);
    // An event that is refused the first time says nothing about the second.
    if (!isAccepted(once)) return;
    const again = await client.post(body, { note: 'the second time' });
    if (isAccepted(again)) exchanges.push(again);
    else failures.push(coveredElsewhere(again) ?? unexpectedResponse(again));
  });
  if (failures[0]) return failures[0];
  if (exchanges.length === 0) return skipped('It refuses these events the first time.');
  return (await runDuplicatesAtOnce(client, first)) ?? passed(summarize(exchanges));
}

async function runDuplicatesAtOnce(
  client: ReceiverClient,
  subject: EventVariant,
): Promise<Finding | undefined> {
  const body = JSON.stringify(await client.payload(subject));
  const together = await postSimultaneously(
    client,
    Array.from({ length: 5 }, () => body),
    'one of 5 at once',
  );
  const refused = together.find((exchange) => !isAccepted(exchange));
  if (!refused) return undefined;
  // If five different bodies are refused, too, tolerates/concurrency covers it. One round may pass by chance.
  for (let round = 0; round < 3; round++) {
    const others = await distinctBodies(client, subject, 5);
    const control = await postSimultaneously(client, others);
    if (!control.every(isAccepted)) return undefined;
  }
  return coveredElsewhere(refused) ?? unexpectedResponse(refused);
}

async function distinctBodies(
  client: ReceiverClient,
  subject: EventVariant,
  count: number,
): Promise<string[]> {
  const bodies: string[] = [];
  while (bodies.length < count) bodies.push(JSON.stringify(await client.payload(subject)));
  return bodies;
}

export async function runConcurrency(client: ReceiverClient): Promise<Finding> {
  const { session } = client;
  const { baseline } = session;
  if (!baseline) return skipped('No subscribed event is accepted.');
  const exchanges: Exchange[] = [];
  for (let round = 0; round < 3; round++) {
    const bodies = await distinctBodies(client, baseline, 10);
    exchanges.push(...(await postSimultaneously(client, bodies, 'one of 10 at once')));
  }
  const refused = exchanges.find((exchange) => !isAccepted(exchange));
  const limited = session.exchanges.find(isRateLimited);
  session.isRateLimited = limited !== undefined;
  if (limited)
    return failed(
      limited.sent,
      `${describeResponse(limited)} (after ${session.exchanges.length} requests in all)`,
    );
  if (!refused) return passed(`${summarize(exchanges)} to all 30`);
  const finding = await assertAccepted(refused, () => client.deliver(baseline));
  if (!finding) return passed(summarize(exchanges));
  return (await findSplitBodyFailure(client, baseline, finding)) ?? finding;
}

/** Events about one entity each, latest first. */
const backwards: readonly (readonly EventVariant[])[] = [
  [
    { event: 'User.Deleted', variant: 'management-api' },
    { event: 'User.SuspensionStatus.Updated', variant: 'management-api' },
    { event: 'User.Data.Updated', variant: 'management-api' },
    { event: 'PostSignIn', variant: 'sign-in' },
    { event: 'PostRegister', variant: 'register' },
    { event: 'User.Created', variant: 'register' },
  ],
  [
    { event: 'Organization.Deleted', variant: 'management-api' },
    { event: 'Organization.Membership.Updated', variant: 'add-users' },
    { event: 'Organization.Data.Updated', variant: 'management-api' },
    { event: 'Organization.Created', variant: 'management-api' },
  ],
  [
    { event: 'Role.Deleted', variant: 'management-api' },
    { event: 'Role.Data.Updated', variant: 'management-api' },
    { event: 'Role.Created', variant: 'management-api' },
  ],
  [
    { event: 'Scope.Deleted', variant: 'management-api' },
    { event: 'Scope.Data.Updated', variant: 'management-api' },
    { event: 'Scope.Created', variant: 'management-api' },
  ],
];

export async function runOutOfOrder(client: ReceiverClient): Promise<Finding> {
  const { session } = client;
  const exchanges: Exchange[] = [];
  const failures: Finding[] = [];
  await session.each(backwards, async (story) => {
    const identities = createFakeIdentities();
    const subscribed = story.filter(
      (subject) => session.includes(subject) && !session.isSilentOn(subject),
    );
    const latest = Date.parse(client.payloads.createdAt());
    for (const [index, subject] of subscribed.entries()) {
      if (failures.length > 0) return;
      const payload = client.payloads.object(subject, identities);
      // All in the past, so that later deliveries are newer.
      payload.createdAt = new Date(latest - (index + 1) * 100).toISOString();
      const exchange = await client.post(payload, { note: 'out of order' });
      const finding = await assertAccepted(exchange, () => inOrder(client, subscribed));
      if (finding?.status === 'failed') failures.push(finding);
      if (!finding) exchanges.push(exchange);
    }
  });
  if (failures[0]) return failures[0];
  if (exchanges.length < 2) return skipped('No two related events are subscribed and accepted.');
  return passed(summarize(exchanges));
}

/** Sends events in order, up to the first that is refused. */
async function inOrder(client: ReceiverClient, story: readonly EventVariant[]): Promise<Exchange> {
  const identities = createFakeIdentities();
  const [last, ...before] = story;
  for (const subject of before.toReversed()) {
    const exchange = await client.post(client.payloads.text(subject, identities));
    if (!isAccepted(exchange)) return exchange;
  }
  return client.post(last ? client.payloads.text(last, identities) : '{}');
}
