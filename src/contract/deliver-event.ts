import { fixtureVariants } from '../core/fixtures/fixtures.ts';
import { deliver } from '../core/http/deliver.ts';
import { headersToObject } from '../core/http/raw-headers.ts';
import { createNodeTransport } from '../core/http/transport/node-transport.ts';
import type { Variant } from '../core/logto/catalog.ts';
import type { EventName } from '../core/logto/events.ts';
import { logtoHeaders } from '../core/logto/request-headers.ts';
import { sign } from '../core/logto/signature.ts';
import { createFakeIdentities } from './payloads/fake-identities.ts';
import { PayloadSource } from './payloads/payload-source.ts';
import { openTarget, type Target } from './receiver/target.ts';

/** How to send requests to a receiver. */
export interface CommonOptions {
  /** The webhook's signing key; `LOGTO_WEBHOOK_SIGNING_KEY` of the environment unless given. */
  readonly signingKey?: string;
  /** The webhook's custom headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait for a response; 10,000, as Logto, unless given. */
  readonly timeout?: number;
}

/** How one event is delivered. */
export interface DeliverOptions<Name extends EventName = EventName> extends CommonOptions {
  /** Which of the event's triggers caused it; the first in the catalog unless given. */
  readonly variant?: Variant<Name>;
  /** Sent instead of the fixture: a payload, or the text of a body. */
  readonly payload?: object | string;
  /** Another signature than the valid one, or null for none. */
  readonly signature?: string | null;
}

/** The response to one delivery. */
export interface DeliverResult {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The payload that was sent. */
  readonly sent: string;
}

/**
 * Delivers one event as Logto does. Each call makes a new payload: new IDs, the current time.
 * @throws UsageError for an unknown event or variant; the network's error if there was no response
 */
export async function deliverEvent<Name extends EventName>(
  event: Name,
  target: Target,
  signingKey: string,
  options: DeliverOptions<Name>,
): Promise<DeliverResult> {
  const body = bodyOf(event, options);
  const { signature = sign(body, signingKey), headers = {} } = options;
  const opened = await openTarget(target);
  try {
    const { response, error } = await deliver(createNodeTransport({ insecure: false }), {
      method: 'POST',
      url: opened.url,
      headers: logtoHeaders(signature ?? undefined, Object.entries(headers)),
      body: Buffer.from(body),
      timeout: options.timeout ?? 10_000,
      maxResponse: 16 * 1024 * 1024,
    });
    if (!response) throw error ?? new Error('no response');
    return {
      status: response.status,
      headers: headersToObject(response.headers),
      body: response.body.toString(),
      sent: body,
    };
  } finally {
    await opened.close();
  }
}

function bodyOf<Name extends EventName>(event: Name, { payload, variant }: DeliverOptions<Name>) {
  if (typeof payload === 'string') return payload;
  if (payload) return JSON.stringify(payload);
  const [first = ''] = fixtureVariants(event);
  return new PayloadSource().text({ event, variant: variant ?? first }, createFakeIdentities());
}
