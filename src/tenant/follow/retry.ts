import pRetry from 'p-retry';
import { TenantError } from '../api/tenant-error.ts';

/** Called when the tenant cannot be reached, and when it can again. */
export interface RetryListener {
  /** @param error the first one; later ones are not reported */
  readonly onLost: (error: TenantError) => void;
  /** @param lostFor milliseconds */
  readonly onBack: (lostFor: number) => void;
}

/** Milliseconds before the first retry. */
const firstPause = 500;

/** Rejections in a row after which reading stops; a proxy or a restart can cause one or two. */
const maxRefusals = 5;

/**
 * Returns a function that repeats a failed read until it succeeds. It gives up when the tenant rejects the
 * read several times in a row, and immediately when the object is gone.
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
        const response = await read();
        if (lostAt !== undefined) onBack(Date.now() - lostAt);
        lostAt = undefined;
        return response;
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

/** Returns whether Logto says that the object does not exist; a proxy's 404 has no code. */
function isGone({ status, code }: TenantError): boolean {
  return status === 404 && code !== undefined;
}

function isRefusal({ status, code, isTransient }: TenantError): boolean {
  return !isTransient && status !== undefined && status >= 400 && code !== undefined;
}
