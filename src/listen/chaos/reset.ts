import type { DeliveryRequest } from '../../core/delivery.ts';
import { explainFailure } from '../../core/http/explain-error.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { createNodeTransport } from '../../core/http/transport/node-transport.ts';
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
  let isSent = false;
  const transport = createNodeTransport({
    insecure,
    writeBody(request, body = Buffer.alloc(0)) {
      request.flushHeaders();
      request.write(body.subarray(0, body.length >> 1), () => {
        isSent = true;
        // A TLS socket cannot be reset, only closed.
        if (url.protocol === 'http:') request.socket?.resetAndDestroy();
        else request.destroy();
      });
    },
  });
  // A body of less than two bytes has no half.
  const body = Buffer.concat([wireBody, Buffer.alloc(Math.max(0, 2 - wireBody.length), ' ')]);
  const outgoing = { method: 'POST', url, headers: requestHeaders(headers, added), body, timeout };
  try {
    await transport.request({ ...outgoing, maxResponse: 0 });
    return undefined; // The app responded to half a request.
  } catch (error) {
    return isSent ? undefined : error instanceof Error ? error : new Error(String(error));
  }
}
