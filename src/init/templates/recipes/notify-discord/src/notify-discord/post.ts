import { setTimeout as wait } from 'node:timers/promises';
import { fetchWithRetry, type RetryOptions } from '../http/fetch-with-retry.ts';

/**
 * Creates a function that posts messages to one webhook; call it for one message at a time. It waits for
 * the rate limit that Discord announces, because too many rejected requests block the sender.
 * https://docs.discord.com/developers/topics/rate-limits
 */
export function createPoster(webhookUrl: URL) {
  const url = new URL(webhookUrl);
  // Without it, Discord responds before it has validated the message.
  url.searchParams.set('wait', 'true');
  let freeAt = 0;
  return async (message: object, options: RetryOptions): Promise<void> => {
    const { signal } = options;
    signal.throwIfAborted();
    await wait(Math.max(0, freeAt - performance.now()), undefined, { signal });
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(message);
    const response = await fetchWithRetry(url, { method: 'POST', headers, body }, options);
    await response.body?.cancel();
    freeAt = performance.now() + rateLimitMs(response.headers);
  };
}

function rateLimitMs(headers: Headers): number {
  if (headers.get('x-ratelimit-remaining') !== '0') return 0;
  const seconds = Number(headers.get('x-ratelimit-reset-after'));
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 60) * 1000 : 0;
}
