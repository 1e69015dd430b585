import { setTimeout as wait } from 'node:timers/promises';
import { patientFetch } from '../http/patient-fetch.ts';

/**
 * Posts messages to one webhook, one call at a time. Discord says with each answer how many more it
 * takes, and until when; waiting for that spares a refusal, and too many refusals block the sender.
 * https://docs.discord.com/developers/topics/rate-limits
 */
export function createPoster(webhookUrl: URL) {
  const url = new URL(webhookUrl);
  // Without it, Discord answers before it has checked the message.
  url.searchParams.set('wait', 'true');
  let freeAt = 0;
  return async (message: object, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    await wait(Math.max(0, freeAt - performance.now()), undefined, { signal });
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(message);
    const response = await patientFetch(url, { method: 'POST', headers, body }, { signal });
    await response.body?.cancel();
    freeAt = performance.now() + pauseMs(response.headers);
  };
}

function pauseMs(headers: Headers): number {
  if (headers.get('x-ratelimit-remaining') !== '0') return 0;
  const seconds = Number(headers.get('x-ratelimit-reset-after'));
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 60) * 1000 : 0;
}
