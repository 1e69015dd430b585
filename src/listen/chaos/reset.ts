import type { DeliveryRequest } from '../../core/delivery.ts';
import { explainFailure } from '../../core/http/explain-error.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { type ForwardResult, type ForwardTarget, noResponse, requestHeaders } from '../forward.ts';
import { jsonResponse } from '../response.ts';

const cause = {
  code: 'CHAOS_RESET',
  message: 'The connection to your app was broken off halfway, on purpose.',
  remedy: '',
} as const;

/**
 * Sends the app half of a request, then resets the connection. Its sender gets 502, as from any
 * connection that fails.
 * @param insecure accepts any certificate of the app
 */
export async function breakOff(
  request: DeliveryRequest,
  target: ForwardTarget,
  insecure: boolean,
): Promise<ForwardResult> {
  const at = new Date();
  const started = performance.now();
  const error = await sendHalf(request, target, insecure);
  const failure = error ? explainFailure(error, target.url) : cause;
  const latencyMs = performance.now() - started;
  return {
    response: jsonResponse(502, { error: failure.message }),
    attempt: { at, url: maskUrl(target.url), status: null, latencyMs, failure, ...noResponse },
  };
}

/** @returns why not even that could be sent */
async function sendHalf(
  { headers, wireBody }: DeliveryRequest,
  { url, headers: added, timeout }: ForwardTarget,
  insecure: boolean,
): Promise<Error | undefined> {
  const { request } = await (url.protocol === 'https:'
    ? import('node:https')
    : import('node:http'));
  const half = wireBody.subarray(0, Math.ceil(wireBody.length / 2));
  const announced = Math.max(wireBody.length, half.length + 1);
  return new Promise((resolve) => {
    const sending = request(url, {
      method: 'POST',
      headers: [
        ...['host', url.host, ...requestHeaders(headers, added)],
        ...['content-length', String(announced)],
      ],
      agent: false,
      rejectUnauthorized: !insecure,
      timeout,
    });
    sending.on('error', resolve);
    sending.on('timeout', () => sending.destroy(new Error('no connection in time')));
    sending.on('response', () => {}); // An answer to half a request is no answer.
    sending.flushHeaders();
    sending.write(half, () => {
      sending.off('error', resolve).on('error', () => {});
      // Inside of TLS there is no connection of TCP to be reset.
      if (url.protocol === 'http:') sending.socket?.resetAndDestroy();
      else sending.destroy();
      resolve(undefined);
    });
  });
}
