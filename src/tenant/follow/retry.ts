import pRetry from 'p-retry';
import { TenantError } from '../api/tenant-error.ts';

/** Told when a tenant is lost, and when it is back. */
export interface RetryListener {
  /** @param error why; said once, however often it is tried */
  readonly onLost: (error: TenantError) => void;
  /** @param lostFor milliseconds */
  readonly onBack: (lostFor: number) => void;
}

/** Milliseconds before the first retry. */
const firstPause = 500;

/** Refusals in a row that end it: a proxy or a restart may bring one or two. */
const maxRefusals = 5;

/**
 * Makes reads of a tenant outlast an outage: a failed read is repeated until it succeeds, until the
 * tenant has refused it several times in a row, or immediately where what is read is gone.
 */
export function createRetry(
  { onLost, onBack }: RetryListener,
  signal: AbortSignal,
  pause = firstPause,
): <Answer>(read: () => Promise<Answer>) => Promise<Answer> {
  let lostAt: number | undefined;
  return (read) => {
    let refusals = 0;
    return pRetry(
      async () => {
        const answer = await read();
        if (lostAt !== undefined) onBack(Date.now() - lostAt);
        lostAt = undefined;
        return answer;
      },
      {
        // Each pause is also made up to twice as long at random.
        ...{ minTimeout: pause, factor: 2, maxTimeout: 10 * pause, randomize: true },
        retries: Number.POSITIVE_INFINITY,
        signal,
        shouldRetry({ error }) {
          signal.throwIfAborted();
          if (!(error instanceof TenantError)) return false;
          refusals = isRefusal(error) ? refusals + 1 : 0;
          if (isGone(error) || refusals === maxRefusals) return false;
          if (lostAt === undefined) onLost(error);
          lostAt ??= Date.now();
          return true;
        },
      },
    );
  };
}

/** Logto says so itself; a proxy's 404 has no code. */
function isGone({ status, code }: TenantError): boolean {
  return status === 404 && code !== undefined;
}

function isRefusal({ status, code, isTransient }: TenantError): boolean {
  return !isTransient && status !== undefined && status >= 400 && code !== undefined;
}
