import { type Answer, statusOf } from '../../answer.ts';
import { type Finding, passed, skipped } from '../../check.ts';
import type { Courier } from '../../courier.ts';
import { expectAccepted, judgeGenuine, summarize } from '../../judge.ts';
import { asObject, type Subject, userIn, withOptional, withoutOptional } from '../../payloads.ts';

export async function runUnknownFields(courier: Courier): Promise<Finding> {
  const { session } = courier;
  const subject =
    session.pick((payload) => userIn(payload) !== undefined) ?? session.pick(() => true);
  if (!subject) return skipped('No subscribed event is accepted.');
  const unknown = { field: 'of a newer Logto', since: 2 };
  return expectAccepted(courier, subject, [
    async () => {
      const { hookId, ...payload } = await courier.payload(subject);
      const grown = { ...payload, newField: unknown, newFlag: null, hookId };
      return courier.post(grown, { note: 'with unknown fields' });
    },
    async () => {
      const payload = await courier.payload(subject);
      const entity = userIn(payload) ?? asObject(payload.data);
      Object.assign(entity, { newField: unknown, newFlag: null });
      return courier.post(payload, { note: 'with unknown fields in its entity' });
    },
  ]);
}

export async function runMissingOptional(courier: Courier): Promise<Finding> {
  const { session } = courier;
  const answers: Answer[] = [];
  const failures: Finding[] = [];
  await session.each(session.defaults, async (subject) => {
    if (failures.length > 0 || session.isSilentOn(subject)) return;
    const payload = await courier.payload(subject);
    if (!userIn(payload)) return;
    const answer = await courier.post(withoutOptional(payload), { note: 'with nothing optional' });
    const finding = await judgeGenuine(answer, async () =>
      courier.post(withOptional(await courier.payload(subject))),
    );
    if (finding?.status === 'failed') failures.push(finding);
    if (!finding) answers.push(answer);
  });
  if (failures[0]) return failures[0];
  if (answers.length === 0)
    return skipped('No event that is subscribed and accepted carries a user.');
  return passed(summarize(answers));
}

const membership: Subject = { event: 'Organization.Membership.Updated', variant: 'add-users' };
const perList = 5000;

export async function runLargePayload(courier: Courier): Promise<Finding> {
  if (!courier.session.options.events.includes(membership.event)) {
    return skipped(`${membership.event} is not subscribed; no other event is so large.`);
  }
  const ids = (length: number, list: string) =>
    Array.from({ length: perList }, (_, index) => `${list}${index}`.padEnd(length, '0'));
  return expectAccepted(courier, membership, [
    async () => {
      const { hookId, ...payload } = await courier.payload(membership);
      const lists = {
        addedUserIds: ids(12, 'a'),
        removedUserIds: ids(12, 'r'),
        addedApplicationIds: ids(21, 'a'),
        removedApplicationIds: ids(21, 'r'),
      };
      return courier.post({ ...payload, ...lists, hookId });
    },
  ]);
}

export async function runUnknownEvent(courier: Courier): Promise<Finding> {
  const { session } = courier;
  const { base } = session;
  if (!base) return skipped('No subscribed event is accepted.');
  const { hookId } = courier.payloads.object(base);
  const answer = await courier.post({
    event: 'Passkey.Enrolled',
    createdAt: courier.payloads.createdAt(),
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
  const status = statusOf(answer);
  const severity = status !== null && status >= 400 && status < 500 ? 'warn' : 'error';
  const finding = await judgeGenuine(answer, () => courier.deliver(base), severity);
  return finding ?? passed(summarize([answer]));
}
