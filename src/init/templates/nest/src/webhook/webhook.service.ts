import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { LogtoPayload } from '../logto/payloads.js';
import { EventsService } from './events.service.js';
import { RETRY_DELAYS_MS } from './tokens.js';

/** How many deliveries are remembered, so that a repeated one is handled once. */
const maxRemembered = 10_000;
/** The time limits of one attempt, and of finishing the running ones when the app stops. */
const attemptLimitMs = 60_000;
const stopLimitMs = 20_000;

/** Deduplicates deliveries, and handles their events in the background, with retries. */
@Injectable()
export class WebhookService implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(WebhookService.name);
  private readonly seen = new Set<string>();
  /** The unfinished events, by what identifies them in the log. */
  private readonly unfinished = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly events: EventsService,
    @Inject(RETRY_DELAYS_MS) private readonly retryDelaysMs: readonly number[],
  ) {
    setMaxListeners(0, this.stopping.signal); // Every event that waits for a retry listens.
  }

  /** Starts to handle an event, unless the same bytes arrived before. */
  accept(payload: LogtoPayload, rawBody: Buffer): void {
    const deliveryId = createHash('sha256').update(rawBody).digest('hex');
    if (isConsoleTest(payload) || this.seen.has(deliveryId)) return;
    this.seen.add(deliveryId);
    const [oldest] = this.seen;
    if (this.seen.size > maxRemembered && oldest) this.seen.delete(oldest);
    const name = `${payload.event} ${deliveryId} (user ${userIdOf(payload)})`;
    const work = this.run(payload, deliveryId, name).finally(() => this.unfinished.delete(name));
    this.unfinished.set(name, work);
  }

  /** Ends the waits for retries: each of these events gets one last attempt. */
  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  /** Finishes what was acknowledged, after the last response. */
  async onApplicationShutdown(): Promise<void> {
    const limit = wait(stopLimitMs, undefined, { ref: false });
    await Promise.race([Promise.all(this.unfinished.values()), limit]);
    for (const name of this.unfinished.keys()) {
      this.logger.error(`event lost: ${name}: the app stopped before it was handled`);
    }
  }

  private async run(payload: LogtoPayload, deliveryId: string, name: string): Promise<void> {
    for (const delayMs of [...this.retryDelaysMs, undefined]) {
      const isLast = delayMs === undefined || this.stopping.signal.aborted;
      try {
        return await this.attempt(payload, deliveryId);
      } catch (error) {
        this.logger.warn(`attempt failed: ${name}: ${error}`);
      }
      if (isLast) break;
      await wait(delayMs, undefined, { signal: this.stopping.signal }).catch(() => {});
    }
    this.seen.delete(deliveryId); // Accepted again if Logto repeats it.
    this.logger.error(`event lost: ${name}: all attempts failed`);
  }

  private async attempt(payload: LogtoPayload, deliveryId: string): Promise<void> {
    const signal = AbortSignal.timeout(attemptLimitMs);
    const expired = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    await Promise.race([this.events.handle(payload, { deliveryId, signal }), expired]);
  }
}

/** Returns whether it is the Console's test payload, which lacks the fields of its event. */
function isConsoleTest(payload: object): boolean {
  const marks = { userAgent: 'fake-', path: '/fake-', sessionId: 'fake-', userIp: 'fake-' };
  const found = Object.entries(marks).filter(([key, mark]) =>
    String(Reflect.get(payload, key)).startsWith(mark),
  );
  return found.length >= 2;
}

/** Returns the id of the user that an event is about, or undefined. */
function userIdOf(payload: LogtoPayload): string | undefined {
  const { event, userId, data } = payload as Subject;
  return event.startsWith('User.') ? data?.id : userId;
}

interface Subject {
  readonly event: string;
  readonly userId?: string;
  readonly data?: { readonly id?: string };
}
