import * as z from 'zod';
import { maskUrlsIn } from '../../core/http/mask-url.ts';
import type { TenantClient } from '../api/client.ts';
import type { Webhook } from '../api/schemas.ts';
import { TenantError } from '../api/tenant-error.ts';

/** The result of a test send. */
export interface TestSend {
  readonly event: string;
  readonly ok: boolean;
  /** The endpoint's status if it was not a 2xx; null if it is unknown. */
  readonly status: number | null;
  /** The endpoint's response body. */
  readonly body: string;
  /** Why Logto could not reach the endpoint; empty if it could. */
  readonly reason: string;
}

const answered = z.looseObject({
  responseStatus: z.number(),
  responseBody: z.string().catch(''),
});

/**
 * Makes Logto send its own sample payload of an event, with the webhook's key and headers.
 * @param url where to send it instead of the webhook's URL
 * @throws TenantError for everything that is not the endpoint's fault
 */
export async function sendTest(
  client: TenantClient,
  { id, config }: Webhook,
  event: string,
  url: string = config.url,
): Promise<TestSend> {
  const headers = config.headers ? { headers: config.headers } : {};
  const sent = { event, status: null, body: '', reason: '' };
  try {
    await client.testWebhook(id, { events: [event], config: { url, ...headers } });
    return { ...sent, ok: true };
  } catch (error) {
    if (!(error instanceof TenantError) || error.status !== 422) throw error;
    const { data } = answered.safeParse(error.details);
    if (data) return { ...sent, ok: false, status: data.responseStatus, body: data.responseBody };
    return { ...sent, ok: false, reason: reasonOf(error) };
  }
}

/** Returns Logto's message without its constant beginning. */
function reasonOf({ message }: TenantError): string {
  return maskUrlsIn(message)
    .replace(/^.*Failed to send test payload: /, '')
    .replace(/\.$/, '');
}
