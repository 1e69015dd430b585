import { setTimeout as wait } from 'node:timers/promises';
import { TenantError } from '../failures.ts';

/** Told when a tenant is lost, and when it is back. */
export interface RetryListener {
  /** @param error why; said once, however often it is tried */
  readonly onLost: (error: TenantError) => void;
  /** @param lostFor milliseconds */
  readonly onBack: (lostFor: number) => void;
}

/** Milliseconds before the first try after a failure; then twice as many each time … */
const minDelayMs = 500;
/** … up to so many. */
const maxDelayMs = 5000;

/** Refusals that end it: a proxy or a restart may bring one or two, but not a row of them. */
const maxRefusals = 5;

/**
 * Makes reads of a tenant go on through bad times: what fails is tried again until it succeeds, or
 * until the tenant has refused it several times in a row, or at once where what is read is gone.
 */
export function createRetry(
  { onLost, onBack }: RetryListener,
  signal: AbortSignal,
): <Answer>(read: () => Promise<Answer>) => Promise<Answer> {
  let lostAt: number | undefined;
  return async (read) => {
    let refusals = 0;
    for (let pause = minDelayMs; ; pause = Math.min(maxDelayMs, pause * 2)) {
      try {
        const answer = await read();
        if (lostAt !== undefined) onBack(Date.now() - lostAt);
        lostAt = undefined;
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof TenantError)) throw error;
        refusals = isRefusal(error) ? refusals + 1 : 0;
        if (isGone(error) || refusals === maxRefusals) throw error;
        if (lostAt === undefined) onLost(error);
        lostAt ??= Date.now();
        await wait(pause * (0.75 + Math.random() / 2), undefined, { signal });
      }
    }
  };
}

/** Logto says so itself; a proxy's 404 has no code. */
function isGone({ status, code }: TenantError): boolean {
  return status === 404 && code !== undefined;
}

function isRefusal({ status, code, isTransient }: TenantError): boolean {
  return !isTransient && status !== undefined && status >= 400 && code !== undefined;
}
