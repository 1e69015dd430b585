import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../src/contract/checks.ts';
import type { EventName } from '../../src/core/logto/events.ts';
import { isThorough } from '../helpers/thorough.ts';
import type { Native } from '../receivers/frameworks/framework.ts';
import { frameworks } from '../receivers/frameworks.ts';
import { expectedFailures, runChecks } from '../receivers/run-checks.ts';

/** The events that a flaw is about; a good receiver gets all of them. */
const someEvents: readonly EventName[] = [
  ...(['PostRegister', 'User.Created', 'User.Deleted', 'Organization.Created'] as const),
  ...(['Organization.Membership.Updated', 'OrganizationScope.Deleted'] as const),
  ...(['Message.RateLimited', 'Grant.LimitExceeded'] as const),
];

/**
 * A good receiver gets every check. A flawed one gets the checks that find its flaw, which is quick; with
 * EVERY_CASE, as in .ci/run, it gets all of them with all events, so that no other one may fail.
 */
function selectionFor({ fails = [], warns = [] }: Native) {
  const ids = [...fails, ...warns];
  if (ids.length === 0 || isThorough) return {};
  // These checks examine all responses of the run.
  const others = ids.some((id) => id.startsWith('behaves/'))
    ? ['accepts', 'rejects', 'behaves']
    : [];
  return { events: someEvents, only: [...ids, ...others] };
}

/** Several checks wait for a receiver that takes seconds. */
function isQuick({ name }: Native): boolean {
  return isThorough || name !== 'takes-four-seconds-for-one-event';
}

const slow = { timeout: 120_000 };

describe.each(frameworks)('test with receivers on $framework', slow, ({ natives, start }) => {
  let server: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.close());

  it.concurrent.each(natives.filter(isQuick))(
    'reports exactly the expected failures for $name',
    async (native) => {
      const url = `${server.origin}/${native.name}`;
      const { failures } = await runChecks(url, selectionFor(native), native);
      expect(failures).toEqual(expectedFailures(native));
    },
  );
});

it('has a flawed receiver for every check', () => {
  const found = frameworks.flatMap(({ natives }) =>
    natives.flatMap(({ fails = [], warns = [] }) => [...fails, ...warns]),
  );
  const unproven = checks
    .map(({ id }) => id)
    .filter((id) => !id.startsWith('accepts/') && !found.includes(id));
  expect(unproven).toEqual([]);
});
