import { z } from 'zod';
import { type Bindings, settingsOf } from './cloudflare.ts';
import { signatureHeader, verifySignature } from './logto/signature.ts';
import { deliveryIdOf, parseBody } from './receiver/body.ts';
import type { CreateHandler } from './receiver/handler.ts';
import type { Logger } from './receiver/logger.ts';
import type { Job } from './receiver/queue.ts';
import { createRunJob, handles } from './receiver/run-job.ts';
import { isTestRun, readSettings } from './receiver/settings.ts';

const maxBodyBytes = 5 * 1024 * 1024;
/** Cloudflare accepts 128 KB per message and 256 KB per batch. */
const maxMessageBytes = 120_000;
const maxBatchBytes = 250_000;

const settings = z.object({ LOGTO_WEBHOOK_SIGNING_KEY: z.string() });

interface Result {
  readonly status: number;
  readonly body: object;
}

/**
 * Verifies a delivery and queues its work.
 * @throws Error if the work cannot be queued, SettingsError if a setting is missing
 */
export async function receive(
  request: Request,
  bindings: Bindings,
  createHandlers: readonly CreateHandler[],
  logger: Logger,
): Promise<Result> {
  const env = settingsOf(bindings);
  const { LOGTO_WEBHOOK_SIGNING_KEY: signingKey } = readSettings(settings, env);
  if (Number(request.headers.get('content-length')) > maxBodyBytes) return tooLarge;
  const rawBody = new Uint8Array(await request.arrayBuffer());
  if (rawBody.byteLength > maxBodyBytes) return tooLarge;
  if (!verifySignature(rawBody, request.headers.get(signatureHeader), signingKey)) {
    logger.warn('rejected', { reason: 'invalid or missing signature' });
    return { status: 401, body: { error: 'The signature is missing or invalid.' } };
  }
  const body = parseBody(rawBody);
  if (!body) return { status: 400, body: { error: 'The body is not a Logto payload.' } };

  const deliveryId = deliveryIdOf(rawBody);
  const handlers = await Promise.all(createHandlers.map((create) => create(env)));
  const names = handlers
    .filter((handler) => handles(handler, body.payload))
    .map(({ name }) => name);
  logger.info('received', { event: body.payload.event, deliveryId, handlers: names });
  const jobs = names.map((handler) => ({ handler, deliveryId, rawBody: body.text }));
  const [bytes = 0] = jobs.map((job) => new TextEncoder().encode(JSON.stringify(job)).byteLength);
  if (bytes > maxMessageBytes) {
    // Too large for a message: handled before the response, so that Logto sees a failure.
    const run = createRunJob(handlers, logger, { limitMs: 9_000, isTestRun: isTestRun(env) });
    for (const job of jobs) await run(job);
  } else if (jobs.length > 0) {
    await add(jobs, bytes, bindings);
  }
  return { status: 200, body: { ok: true } };
}

const tooLarge = { status: 413, body: { error: 'The body is too large.' } };

async function add(jobs: readonly Job[], bytesEach: number, { JOBS }: Bindings): Promise<void> {
  if (bytesEach * jobs.length <= maxBatchBytes) {
    await JOBS.sendBatch(jobs.map((body) => ({ body })));
  } else {
    for (const job of jobs) await JOBS.send(job);
  }
}
