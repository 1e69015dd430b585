import { checksFor } from '../../src/contract/checks.ts';
import { runContract } from '../../src/contract/run.ts';
import { selectChecks } from '../../src/contract/select.ts';
import { type EventName, eventNames } from '../../src/core/events.ts';
import type { Native } from './frameworks/framework.ts';
import { signingKey } from './receiver.ts';

/** Each check that failed, and how severe that is. */
export type Verdict = Readonly<Record<string, 'error' | 'warn'>>;

/** Runs all checks against a receiver. */
export async function judge(url: string, events: readonly EventName[] = eventNames) {
  const results = await runContract({
    url: new URL(url),
    signingKey,
    headers: [],
    events,
    timeout: 10_000,
    insecure: false,
    selected: selectChecks(checksFor(events), { only: [], skip: {} }),
  });
  const failed = results.filter(({ status }) => status === 'failed');
  const verdict: Verdict = Object.fromEntries(
    failed.map(({ check, severity }) => [check.id, severity]),
  );
  return { results, verdict };
}

/** What must be found in a receiver, and nothing else. */
export function verdictOn({ fails = [], warns = [] }: Native): Verdict {
  return Object.fromEntries([
    ...fails.map((id) => [id, 'error']),
    ...warns.map((id) => [id, 'warn']),
  ]);
}
