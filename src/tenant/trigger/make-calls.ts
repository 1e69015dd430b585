import type { TenantClient } from '../api/client.ts';
import { TenantError } from '../api/tenant-error.ts';
import type { Triggered } from './arrivals.ts';
import { kindsIn } from './plan.ts';
import type { Step } from './steps.ts';
import type { TemporaryObjects } from './temporary-objects.ts';

/** A call that the tenant refused. */
interface FailedCall {
  readonly step: Step;
  readonly error: TenantError;
}

export interface Results {
  readonly triggered: readonly Triggered[];
  readonly failures: readonly FailedCall[];
}

/** Makes calls in order. Skips calls that need an object whose creation was refused. */
export async function makeCalls(
  steps: readonly Step[],
  objects: TemporaryObjects,
  client: TenantClient,
  signal?: AbortSignal,
): Promise<Results> {
  const triggered: Triggered[] = [];
  const failures: FailedCall[] = [];
  for (const step of steps) {
    if (signal?.aborted || !kindsIn(step).every((kind) => objects.has(kind))) continue;
    const subject = step.creates ?? kindsInPath(step).at(-1);
    const before = subject && objects.idOf(subject);
    try {
      await objects.run(step, client);
    } catch (error) {
      if (!(error instanceof TenantError)) throw error;
      failures.push({ step, error });
      continue;
    }
    const objectId = before ?? (subject && objects.idOf(subject));
    if (step.event && objectId) {
      triggered.push({ event: step.event, call: nameOf(step), objectId });
    }
  }
  return { triggered, failures };
}

/** Returns a call for output: `PATCH /api/users/:user`. */
export function nameOf({ method, path }: Step): string {
  return `${method} ${path}`;
}

function kindsInPath({ method, path }: Step) {
  return kindsIn({ method, path });
}
