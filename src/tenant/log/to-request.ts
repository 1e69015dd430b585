import type { RawHeaders } from '../../core/http/raw-headers.ts';
import { type CustomHeaders, logtoHeaders } from '../../core/logto/request-headers.ts';
import { sign } from '../../core/logto/signature.ts';
import type { LogEntry, Webhook } from '../api/schemas.ts';
import { bodyOfEntry } from './body.ts';

/** A delivery as Logto would have sent it. */
export interface LoggedRequest {
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

/**
 * Returns the request of a log entry, re-signed because the log keeps neither bytes nor signature, with the
 * payload in Logto's order and the webhook's custom headers.
 * @returns undefined if the entry has no payload
 */
export function toRequest(
  entry: LogEntry,
  { config }: Pick<Webhook, 'config'>,
  signingKey: string,
): LoggedRequest | undefined {
  const body = bodyOfEntry(entry);
  if (!body) return undefined;
  const custom: CustomHeaders = Object.entries(config.headers ?? {});
  return { headers: logtoHeaders(sign(body, signingKey), custom), body };
}
