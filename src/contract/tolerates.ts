import type { EventName } from '../core/events.ts';
import { type Answer, describeAnswer, isAccepted, isRateLimited, statusOf } from './answer.ts';
import { createCast } from './cast.ts';
import { type Check, type Finding, failed, passed, skipped } from './check.ts';
import type { Courier } from './courier.ts';
import { expectAccepted, irrelevant, judgeGenuine, misanswered, summarize } from './judge.ts';
import {
  asObject,
  type PayloadObject,
  type Subject,
  userIn,
  withOptional,
  withoutOptional,
} from './payloads.ts';
import { limitSnippets } from './snippets.ts';
import { findHalfReader, postTogether } from './together.ts';

const group = 'tolerates';

/** What changes from version to version, from tenant to tenant, from one day to the next. */
export const toleratesChecks: readonly Check[] = [
  {
    id: 'tolerates/unknown-fields',
    group,
    severity: 'error',
    phase: 'aside',
    why: 'A newer Logto sends fields that this one does not: payloads grow without notice.',
    sends: 'fields that no Logto sends yet, in the payload and inside of its entity',
    remedy:
      'Read the fields you need and ignore all others; no strict schema, no additionalProperties: false.',
    run: (courier) => runUnknownFields(courier),
  },
  {
    id: 'tolerates/missing-optional',
    group,
    severity: 'error',
    phase: 'aside',
    why: 'There is no application where it is not in the database (as for the demo app), and a user may have no email, phone, name, username or avatar: they are null.',
    sends: 'each event with a user, without an application and with every value null that may be',
    remedy:
      'Take application as optional, and every field of a user but id as one that may be null.',
    run: (courier) => runMissingOptional(courier),
  },
  {
    id: 'tolerates/large-payload',
    group,
    severity: 'error',
    phase: 'alone',
    why: 'Organization.Membership.Updated carries up to four lists of 5,000 ids, several times the 100 KB at which common frameworks stop reading.',
    sends: 'an Organization.Membership.Updated with 4 × 5,000 ids',
    remedy: 'Raise the body limit to 5 MB, in the app and in the proxy before it.',
    snippets: limitSnippets,
    run: (courier) => runLargePayload(courier),
  },
  {
    id: 'tolerates/duplicate-delivery',
    group,
    severity: 'error',
    phase: 'alone',
    why: 'Releases after 1.42 send again, up to three times, what was answered with a 5xx, and there is no delivery id: the same bytes come twice.',
    sends: 'the same bytes twice, and 5 times at once',
    remedy:
      'Remember a digest of each body that was done, and answer 2xx to one that comes again; write with upserts.',
    run: (courier) => runDuplicates(courier),
  },
  {
    id: 'tolerates/concurrency',
    group,
    severity: 'error',
    phase: 'alone',
    why: 'Logto delivers up to 10 events at a time, and does not wait for a slow receiver.',
    sends: 'three times 10 deliveries at once, whose bodies arrive in two halves each',
    remedy:
      'Keep nothing of a request outside of it, answer before the work is done, and do not limit the rate below what your tenant emits.',
    run: (courier) => runConcurrency(courier),
  },
  {
    id: 'tolerates/out-of-order',
    group,
    severity: 'error',
    phase: 'alone',
    why: 'Logto promises no order across events: one that happened later may come earlier.',
    sends: 'events about one user or organization, the latest first, each with its own createdAt',
    remedy:
      'Answer 2xx to an event about something unknown or gone, and compare createdAt before you overwrite what is newer.',
    run: (courier) => runOutOfOrder(courier),
  },
  {
    id: 'tolerates/unknown-event',
    group,
    severity: 'error',
    phase: 'alone',
    why: 'Newer versions of Logto have more events, and a webhook can be subscribed to them at any time. A 4xx is only fragile; a 5xx is sent again.',
    sends: 'an event that no Logto sends yet',
    remedy:
      'Answer 2xx to an event you do not know: give the switch over events a default that does nothing.',
    run: (courier) => runUnknownEvent(courier),
  },
  {
    id: 'tolerates/console-test-payload',
    group,
    severity: 'warn',
    phase: 'aside',
    why: 'The button "Send test payload" in the Console sends made-up values: data is {"result":"success"}, and interaction events have no interactionEvent.',
    sends: "what the Console's test button sends",
    remedy: 'Answer 2xx to a signed payload of which you can make nothing.',
    run: (courier) => runConsoleTest(courier),
  },
];

async function runUnknownFields(courier: Courier): Promise<Finding> {
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

async function runMissingOptional(courier: Courier): Promise<Finding> {
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

async function runLargePayload(courier: Courier): Promise<Finding> {
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

/** Events that write or remove, where a second time may go wrong. */
const writing = ['User.Created', 'User.Deleted', 'Organization.Created', 'Role.Created'] as const;

async function runDuplicates(courier: Courier): Promise<Finding> {
  const { session } = courier;
  const subjects = session.accepted.filter(({ event }) => writing.some((name) => name === event));
  const [first = session.base] = subjects;
  if (!first) return skipped('No subscribed event is accepted.');
  const answers: Answer[] = [];
  const failures: Finding[] = [];
  await session.each(subjects.length > 0 ? subjects : [first], async (subject) => {
    if (failures.length > 0) return;
    const body = JSON.stringify(await courier.payload(subject));
    const once = await courier.post(body);
    // What is refused the first time is not refused for being there twice.
    if (!isAccepted(once)) return;
    const again = await courier.post(body, { note: 'the second time' });
    if (isAccepted(again)) answers.push(again);
    else failures.push(irrelevant(again) ?? misanswered(again));
  });
  if (failures[0]) return failures[0];
  if (answers.length === 0) return skipped('It refuses these events the first time.');
  return (await runDuplicatesAtOnce(courier, first)) ?? passed(summarize(answers));
}

async function runDuplicatesAtOnce(
  courier: Courier,
  subject: Subject,
): Promise<Finding | undefined> {
  const body = JSON.stringify(await courier.payload(subject));
  const together = await postTogether(
    courier,
    Array.from({ length: 5 }, () => body),
    'one of 5 at once',
  );
  const refused = together.find((answer) => !isAccepted(answer));
  if (!refused) return undefined;
  const others = await distinctBodies(courier, subject, 5);
  const control = await postTogether(courier, others);
  // Five that differ are refused as well: tolerates/concurrency is about that.
  if (!control.every(isAccepted)) return undefined;
  return irrelevant(refused) ?? misanswered(refused);
}

async function distinctBodies(
  courier: Courier,
  subject: Subject,
  count: number,
): Promise<string[]> {
  const bodies: string[] = [];
  while (bodies.length < count) bodies.push(JSON.stringify(await courier.payload(subject)));
  return bodies;
}

async function runConcurrency(courier: Courier): Promise<Finding> {
  const { session } = courier;
  const { base } = session;
  if (!base) return skipped('No subscribed event is accepted.');
  const answers: Answer[] = [];
  for (let round = 0; round < 3; round++) {
    const bodies = await distinctBodies(courier, base, 10);
    answers.push(...(await postTogether(courier, bodies, 'one of 10 at once')));
  }
  const refused = answers.find((answer) => !isAccepted(answer));
  const limited = session.answers.find(isRateLimited);
  session.isRateLimited = limited !== undefined;
  if (limited)
    return failed(
      limited.sent,
      `${describeAnswer(limited)} (after ${session.answers.length} requests in all)`,
    );
  if (!refused) return passed(`${summarize(answers)} to all 30`);
  const finding = await judgeGenuine(refused, () => courier.deliver(base));
  if (!finding) return passed(summarize(answers));
  return (await findHalfReader(courier, base, finding)) ?? finding;
}

/** What happened to one thing, the latest first. */
const backwards: readonly (readonly Subject[])[] = [
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

async function runOutOfOrder(courier: Courier): Promise<Finding> {
  const { session } = courier;
  const answers: Answer[] = [];
  const failures: Finding[] = [];
  await session.each(backwards, async (story) => {
    const cast = createCast();
    const subscribed = story.filter(
      (subject) => session.options.events.includes(subject.event) && !session.isSilentOn(subject),
    );
    const latest = Date.parse(courier.payloads.createdAt());
    for (const [index, subject] of subscribed.entries()) {
      if (failures.length > 0) return;
      const payload = courier.payloads.object(subject, cast);
      // All in the past, so that what comes afterwards is newer than any of them.
      payload.createdAt = new Date(latest - (index + 1) * 100).toISOString();
      const answer = await courier.post(payload, { note: 'before what led to it' });
      const finding = await judgeGenuine(answer, () => inOrder(courier, subscribed));
      if (finding?.status === 'failed') failures.push(finding);
      if (!finding) answers.push(answer);
    }
  });
  if (failures[0]) return failures[0];
  if (answers.length < 2)
    return skipped('No two events that follow from each other are subscribed and accepted.');
  return passed(summarize(answers));
}

/** The same in the order in which it happened, up to the first that is refused even so. */
async function inOrder(courier: Courier, story: readonly Subject[]): Promise<Answer> {
  const cast = createCast();
  const [last, ...before] = story;
  for (const subject of before.toReversed()) {
    const answer = await courier.post(courier.payloads.text(subject, cast));
    if (!isAccepted(answer)) return answer;
  }
  return courier.post(last ? courier.payloads.text(last, cast) : '{}');
}

async function runUnknownEvent(courier: Courier): Promise<Finding> {
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

/** As captured from Logto 1.42; exception events have the shape of data events. */
function consoleTestPayload(event: EventName, createdAt: string, hookId: unknown): PayloadObject {
  const start = { event, hookId, createdAt, userAgent: 'fake-user-agent' };
  if (!event.startsWith('Post')) {
    return {
      ...start,
      path: '/fake-path/:id',
      method: 'POST',
      status: 200,
      params: { id: 'fake-id' },
      data: { result: 'success' },
    };
  }
  const now = Date.parse(createdAt);
  return {
    ...start,
    sessionId: 'fake-session-id',
    userIp: 'fake-user-ip',
    userId: 'fake-id',
    user: {
      id: 'fake-id',
      username: 'fake-user',
      primaryEmail: 'fake-user@fake-service.com',
      primaryPhone: '1234567890',
      name: 'Fake User',
      avatar: 'https://fake-service.com/avatars/fake-user.png',
      customData: { theme: 'light' },
      identities: { google: { userId: 'fake-google-user-id' } },
      profile: {},
      applicationId: 'fake-application-id',
      cimdClientId: null,
      isSuspended: false,
      lastSignInAt: now,
      createdAt: now,
      updatedAt: now,
    },
    application: {
      id: 'fake-spa-application-id',
      type: 'SPA',
      name: 'Fake Application',
      description: 'Fake application data for testing',
    },
  };
}

async function runConsoleTest(courier: Courier): Promise<Finding> {
  const { accepted } = courier.session;
  const interaction = accepted.find(({ event }) => event.startsWith('Post'));
  const other = accepted.find(({ event }) => !event.startsWith('Post'));
  const answers: Answer[] = [];
  for (const subject of [interaction, other]) {
    if (!subject) continue;
    const { hookId } = courier.payloads.object(subject);
    const payload = consoleTestPayload(subject.event, courier.payloads.createdAt(), hookId);
    const answer = await courier.post(payload, { note: "as the Console's test button sends it" });
    const finding = await judgeGenuine(answer, () => courier.deliver(subject));
    if (finding) return finding;
    answers.push(answer);
  }
  return passed(summarize(answers));
}
