import { createHash } from 'node:crypto';
import type { Context } from '../../src/receiver/handler.ts';
import { createLogger } from '../../src/receiver/logger.ts';

/** Returns the context of a handler for a payload, and the lines that are logged through it. */
export function createTestContext(payload: object = {}) {
  const lines: string[] = [];
  const rawBody = JSON.stringify(payload);
  const context: Context = {
    deliveryId: createHash('sha256').update(rawBody).digest('hex'),
    rawBody,
    logger: createLogger((line) => lines.push(line)),
    signal: AbortSignal.timeout(30_000),
    isTestRun: false,
  };
  return { context, lines };
}
