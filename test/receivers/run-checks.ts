import { checksFor } from '../../src/contract/checks.ts';
import type { CheckResult } from '../../src/contract/result.ts';
import { runContract } from '../../src/contract/run/run.ts';
import { selectChecks } from '../../src/contract/select.ts';
import { type EventName, eventNames } from '../../src/core/logto/events.ts';
import type { Native } from './frameworks/framework.ts';
import { signingKey } from './receiver.ts';

/** Each check that failed, and with which severity. */
export type Failures = Readonly<Record<string, 'error' | 'warn'>>;

interface Selection {
  readonly events?: readonly EventName[];
  /** Checks, groups and globs; all unless given. */
  readonly only?: readonly string[];
  /** Returns what a started receiver has printed. */
  readonly output?: () => string;
}

const inTime = 'behaves/answers-in-time';

/**
 * Runs checks against a receiver. Slow responses are ignored unless the receiver is slow by design, because
 * other tests compete for the processor.
 */
export async function runChecks(
  url: string,
  { events = eventNames, only = [], output }: Selection = {},
  { warns = [] }: Pick<Native, 'warns'> = {},
) {
  const outcome = await runContract({
    url: new URL(url),
    signingKey,
    headers: [],
    events,
    timeout: 10_000,
    insecure: false,
    started: output && {
      get output() {
        return output();
      },
      restart: async () => false,
    },
    selected: selectChecks(checksFor(events), { only, skip: {} }),
  });
  const { results, cause } = outcome;
  const failed = results.filter(
    (result) => result.status === 'failed' && (warns.includes(inTime) || !tookSeconds(result)),
  );
  const failures: Failures = Object.fromEntries(
    failed.map(({ check, severity }) => [check.id, severity]),
  );
  return { outcome, results, failures, cause };
}

/** Returns whether a check reported a slow response. */
function tookSeconds({ check, severity, answered }: CheckResult): boolean {
  return check.id === inTime && severity === 'warn' && /\(after [3-9]\.\d s\)$/.test(answered);
}

/** Returns the failures that a receiver must have, and no others. */
export function expectedFailures({ fails = [], warns = [] }: Native): Failures {
  return Object.fromEntries([
    ...fails.map((id) => [id, 'error']),
    ...warns.map((id) => [id, 'warn']),
  ]);
}
