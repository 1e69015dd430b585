import type { DeliveryRequest } from '../../core/delivery.ts';
import { explainFailure } from '../../core/http/explain-error.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { type Forward, noResponse, requestHeaders } from '../forward.ts';
import { jsonResponse } from '../response.ts';
import type { ForwardTarget } from '../router.ts';

const cause = {
  code: 'CHAOS_RESET',
  message: '--chaos closed the connection to your app halfway.',
  remedy: '',
} as const;

/**
 * Returns a function that sends the app half of a request and then resets the connection. The sender gets
 * 502, as for any connection that fails.
 * @param insecure accepts any certificate of the app
 */
export function createReset(insecure: boolean): Forward {
  return async (request, target) => {
    const at = new Date();
    const started = performance.now();
    const error = await sendHalf(request, target, insecure);
    const failure = error ? explainFailure(error, target.url) : cause;
    const latencyMs = performance.now() - started;
    return {
      response: jsonResponse(502, { error: failure.message }),
      attempt: { at, url: maskUrl(target.url), status: null, latencyMs, failure, ...noResponse },
    };
  };
}

/** Returns the error if not even half could be sent. */
async function sendHalf(
  { headers, wireBody }: DeliveryRequest,
  { url, headers: added, timeout }: ForwardTarget,
  insecure: boolean,
): Promise<Error | undefined> {
  const { request } = await (url.protocol === 'https:'
    ? import('node:https')
    : import('node:http'));
  const half = wireBody.subarray(0, Math.ceil(wireBody.length / 2));
  const contentLength = Math.max(wireBody.length, half.length + 1);
  return new Promise((resolve) => {
    const outgoing = request(url, {
      method: 'POST',
      headers: [
        ...['host', url.host, ...requestHeaders(headers, added)],
        ...['content-length', String(contentLength)],
      ],
      agent: false,
      rejectUnauthorized: !insecure,
      timeout,
    });
    outgoing.on('error', resolve);
    outgoing.on('timeout', () => outgoing.destroy(new Error('connection timed out')));
    outgoing.on('response', () => {}); // A response to half a request is ignored.
    outgoing.flushHeaders();
    outgoing.write(half, () => {
      outgoing.off('error', resolve).on('error', () => {});
      // A TLS socket cannot be reset, only closed.
      if (url.protocol === 'http:') outgoing.socket?.resetAndDestroy();
      else outgoing.destroy();
      resolve(undefined);
    });
  });
}
