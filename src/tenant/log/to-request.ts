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
 * The request behind an entry of the log: its payload in Logto's order, signed again, for the log keeps
 * neither bytes nor signature; with the webhook's custom headers.
 * @returns undefined if the entry holds no payload
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
