import type { Handler } from './handler.ts';
import { type Fields, safeMessage } from './logger.ts';
import type { Queue } from './queue.ts';

/** The time limit of a check, in milliseconds: less than the 5 s that Docker waits. */
const timeLimitMs = 3_000;

export interface Health {
  readonly status: 200 | 503;
  readonly body: {
    readonly status: 'ok' | 'stopping' | 'unavailable';
    readonly checks: Readonly<Record<string, Fields>>;
  };
}

/** Checks the queue, and the handlers that have a check, such as of their database. */
export async function checkHealth(
  queue: Queue,
  handlers: readonly Handler[],
  isStopping: boolean,
): Promise<Health> {
  const checks = await Promise.all([
    run('queue', () => queue.check()),
    ...handlers.flatMap(({ name, check }) => (check ? [run(name, check)] : [])),
  ]);
  const isHealthy = checks.every(([, { status }]) => status === 'ok');
  const status = isStopping ? 'stopping' : isHealthy ? 'ok' : 'unavailable';
  return {
    status: status === 'ok' ? 200 : 503,
    body: { status, checks: Object.fromEntries(checks) },
  };
}

async function run(name: string, check: () => Promise<Fields>): Promise<readonly [string, Fields]> {
  try {
    return [name, { status: 'ok', ...(await Promise.race([check(), timeout()])) }];
  } catch (error) {
    return [name, { status: 'failed', error: safeMessage(error) }];
  }
}

function timeout(): Promise<never> {
  return new Promise((_, reject) => {
    const error = new Error(`no response in ${timeLimitMs / 1000} s`);
    setTimeout(() => reject(error), timeLimitMs);
  });
}
