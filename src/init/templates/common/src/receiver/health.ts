import type { Handler } from './handler.ts';
import { type Fields, safeMessage } from './logger.ts';
import type { Queue } from './queue.ts';

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
    return [name, { status: 'ok', ...(await check()) }];
  } catch (error) {
    return [name, { status: 'failed', error: safeMessage(error) }];
  }
}
