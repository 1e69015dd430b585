import { type Answer, describeAnswer, isAccepted, isRateLimited } from '../../answer.ts';
import { createCast } from '../../cast.ts';
import { type Finding, failed, passed, skipped } from '../../check.ts';
import type { Courier } from '../../courier.ts';
import { irrelevant, judgeGenuine, misanswered, summarize } from '../../judge.ts';
import type { Subject } from '../../payloads.ts';
import { findHalfReader, postTogether } from '../../together.ts';

/** Events that write or remove, where a second time may go wrong. */
const writing = ['User.Created', 'User.Deleted', 'Organization.Created', 'Role.Created'] as const;

export async function runDuplicates(courier: Courier): Promise<Finding> {
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
  // Where five that differ are refused as well, tolerates/concurrency is about that. It may go well by chance.
  for (let round = 0; round < 3; round++) {
    const others = await distinctBodies(courier, subject, 5);
    const control = await postTogether(courier, others);
    if (!control.every(isAccepted)) return undefined;
  }
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

export async function runConcurrency(courier: Courier): Promise<Finding> {
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

export async function runOutOfOrder(courier: Courier): Promise<Finding> {
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
