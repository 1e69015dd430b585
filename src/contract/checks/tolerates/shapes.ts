import { type Finding, passed, skipped } from '../../check.ts';
import {
  asObject,
  type EventVariant,
  userIn,
  withOptional,
  withoutOptional,
} from '../../payloads/payload-source.ts';
import type { ReceiverClient } from '../../receiver/client.ts';
import { type Exchange, statusOf } from '../../receiver/exchange.ts';
import { explainMissingFields } from '../../root-cause/explain-failures.ts';
import { assertAccepted, expectAccepted, summarize } from '../assertions.ts';

export async function runUnknownFields(client: ReceiverClient): Promise<Finding> {
  const { session } = client;
  const subject =
    session.pick((payload) => userIn(payload) !== undefined) ?? session.pick(() => true);
  if (!subject) return skipped('No subscribed event is accepted.');
  const unknown = { field: 'of a newer Logto', since: 2 };
  return expectAccepted(client, subject, [
    async () => {
      const { hookId, ...payload } = await client.payload(subject);
      const grown = { ...payload, newField: unknown, newFlag: null, hookId };
      return client.post(grown, { note: 'with unknown fields' });
    },
    async () => {
      const payload = await client.payload(subject);
      const entity = userIn(payload) ?? asObject(payload.data);
      Object.assign(entity, { newField: unknown, newFlag: null });
      return client.post(payload, { note: 'with unknown fields in its entity' });
    },
  ]);
}

export async function runMissingOptional(client: ReceiverClient): Promise<Finding> {
  const { session } = client;
  const exchanges: Exchange[] = [];
  const failures: Finding[] = [];
  await session.each(session.defaults, async (subject) => {
    if (failures.length > 0 || session.isSilentOn(subject)) return;
    const payload = await client.payload(subject);
    if (!userIn(payload)) return;
    const exchange = await client.post(withoutOptional(payload), { note: 'with nothing optional' });
    const finding = await assertAccepted(exchange, async () =>
      client.post(withOptional(await client.payload(subject))),
    );
    if (finding?.status === 'failed')
      failures.push(await withCause(client, finding, subject, exchange));
    if (!finding) exchanges.push(exchange);
  });
  if (failures[0]) return failures[0];
  if (exchanges.length === 0)
    return skipped('No event that is subscribed and accepted carries a user.');
  return passed(summarize(exchanges));
}

/** Adds which of the absent fields makes the handler fail, if that can be proved. */
async function withCause(
  client: ReceiverClient,
  finding: Finding,
  variant: EventVariant,
  exchange: Exchange,
): Promise<Finding> {
  const incomplete = () => JSON.stringify(withoutOptional(client.payloads.object(variant)));
  const complete = withOptional(client.payloads.object(variant));
  const cause = await explainMissingFields(client, { variant, exchange }, incomplete, complete);
  return cause ? { ...finding, cause } : finding;
}

const membership: EventVariant = { event: 'Organization.Membership.Updated', variant: 'add-users' };
const perList = 5000;

export async function runLargePayload(client: ReceiverClient): Promise<Finding> {
  const { session } = client;
  if (!session.includes(membership)) {
    return skipped(`${membership.event} is not subscribed; no other event is that large.`);
  }
  if (!session.hasField(membership.event, 'addedUserIds')) {
    return skipped(`${membership.event} has no lists of IDs in Logto ${session.options.version}.`);
  }
  const ids = (length: number, list: string) =>
    Array.from({ length: perList }, (_, index) => `${list}${index}`.padEnd(length, '0'));
  return expectAccepted(client, membership, [
    async () => {
      const { hookId, ...payload } = await client.payload(membership);
      const lists = {
        addedUserIds: ids(12, 'a'),
        removedUserIds: ids(12, 'r'),
        addedApplicationIds: ids(21, 'a'),
        removedApplicationIds: ids(21, 'r'),
      };
      return client.post({ ...payload, ...lists, hookId });
    },
  ]);
}

export async function runUnknownEvent(client: ReceiverClient): Promise<Finding> {
  const { session } = client;
  const { baseline } = session;
  if (!baseline) return skipped('No subscribed event is accepted.');
  const { hookId } = client.payloads.object(baseline);
  const exchange = await client.post({
    event: 'Passkey.Enrolled',
    createdAt: client.payloads.createdAt(),
    userAgent: 'node',
    ip: '203.0.113.24',
    path: '/users/u3k9f2xq7b1m/passkeys',
    method: 'POST',
    status: 201,
    params: { userId: 'u3k9f2xq7b1m' },
    matchedRoute: '/users/:userId/passkeys',
    data: { id: 'p4s8k2e6y0n3r7l1d5q9w', userId: 'u3k9f2xq7b1m' },
    hookId,
  });
  const status = statusOf(exchange);
  const severity = status !== null && status >= 400 && status < 500 ? 'warn' : 'error';
  const finding = await assertAccepted(exchange, () => client.deliver(baseline), severity);
  return finding ?? passed(summarize([exchange]));
}
