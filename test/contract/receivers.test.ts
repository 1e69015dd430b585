import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../src/contract/checks.ts';
import { type EventName, eventNames } from '../../src/core/logto/events.ts';
import type { Native } from '../receivers/frameworks/framework.ts';
import { frameworks } from '../receivers/frameworks.ts';
import { expectedFailures, runChecks } from '../receivers/run-checks.ts';

/** Those that a flaw is about; all others are sent as well where the suite may take its time. */
const someEvents: readonly EventName[] = [
  ...(['PostRegister', 'User.Created', 'User.Deleted', 'Organization.Created'] as const),
  ...(['Organization.Membership.Updated', 'OrganizationScope.Deleted'] as const),
  ...(['Message.RateLimited', 'Grant.LimitExceeded'] as const),
];

function eventsFor({ fails, warns }: Native): readonly EventName[] {
  const isGood = !fails && !warns;
  return isGood || process.env.EVERY_EVENT ? eventNames : someEvents;
}

const patience = { timeout: 120_000 };

describe.each(frameworks)('receivers on $framework', patience, ({ natives, start }) => {
  let server: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.close());

  it.concurrent.each(natives)('$name is found out, and nothing else', async (native) => {
    const { failures } = await runChecks(
      `${server.origin}/${native.name}`,
      eventsFor(native),
      native,
    );
    expect(failures).toEqual(expectedFailures(native));
  });
});

it('every check has a receiver that fails it', () => {
  const found = frameworks.flatMap(({ natives }) =>
    natives.flatMap(({ fails = [], warns = [] }) => [...fails, ...warns]),
  );
  const unproven = checks
    .map(({ id }) => id)
    .filter((id) => !id.startsWith('accepts/') && !found.includes(id));
  expect(unproven).toEqual([]);
});
