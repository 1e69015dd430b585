import * as z from 'zod';
import { maskUrlsIn } from '../../core/http/mask-url.ts';
import type { TenantClient } from '../api/client.ts';
import type { Webhook } from '../api/schemas.ts';
import { TenantError } from '../api/tenant-error.ts';

/** How a test send ended. */
export interface TestSend {
  readonly event: string;
  readonly ok: boolean;
  /** Of the endpoint's answer where that was no 2xx; null if it is not known. */
  readonly status: number | null;
  /** What the endpoint answered, as text. */
  readonly body: string;
  /** Why Logto did not reach the endpoint; empty if it did. */
  readonly reason: string;
}

const answered = z.looseObject({
  responseStatus: z.number(),
  responseBody: z.string().catch(''),
});

/**
 * Has Logto send its own sample payload of an event, with the key and headers of the webhook.
 * @param url where to, in place of the webhook's own
 * @throws TenantError for all but what the endpoint is to blame for
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

/** Logto's own words, without what it begins each of them with. */
function reasonOf({ message }: TenantError): string {
  return maskUrlsIn(message)
    .replace(/^.*Failed to send test payload: /, '')
    .replace(/\.$/, '');
}
