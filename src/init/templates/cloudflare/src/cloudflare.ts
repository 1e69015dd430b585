import type { Env } from './receiver/handler.ts';
import type { Job } from './receiver/queue.ts';

/* The part of Cloudflare's API that the worker uses: https://developers.cloudflare.com/queues */

export interface Bindings {
  /** The queue of jobs, as in wrangler.jsonc. */
  readonly JOBS: {
    send(body: Job): Promise<unknown>;
    sendBatch(messages: readonly { readonly body: Job }[]): Promise<unknown>;
  };
  /** The settings are strings. */
  readonly [setting: string]: unknown;
}

export interface JobMessage {
  readonly body: Job;
  /** 1 for the first attempt. */
  readonly attempts: number;
  ack(): void;
  retry(options: { readonly delaySeconds: number }): void;
}

/** Returns the settings among the bindings. */
export function settingsOf(bindings: Bindings): Env {
  return Object.fromEntries(
    Object.entries(bindings).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
