import * as z from 'zod';
import type { TenantConnection } from './connection.ts';
import { explainShape } from './explain-failure.ts';
import { explainTokenRefusal, notLogto } from './explain-refusal.ts';
import { sendToTenant, type TenantHttpOptions } from './http.ts';
import { parseResponse } from './parse-response.ts';

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.number().positive().catch(3600),
});

interface Token {
  readonly value: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Provides the access token of the Management API; it is only kept in memory. */
export interface TokenSource {
  /**
   * Returns the token, a new one if there is none or it is about to expire.
   * @throws TenantError if Logto issues none
   */
  get(): Promise<string>;
  /** Discards a token that was not accepted, unless it was already replaced. */
  discard(token: string): void;
}

/**
 * Requests tokens with the client credentials grant: HTTP Basic, form-encoded (RFC 6749, 2.3.1). Concurrent
 * callers share one request.
 */
export function createTokenSource(
  connection: TenantConnection,
  http: TenantHttpOptions,
): TokenSource {
  let current: Promise<Token> | undefined;
  let known: Token | undefined;
  return {
    async get() {
      if (known && known.expiresAt <= Date.now()) current = undefined;
      current ??= requestToken(connection, http);
      try {
        known = await current;
        return known.value;
      } catch (error) {
        current = undefined; // The next caller tries again.
        throw error;
      }
    },
    discard(token) {
      if (known?.value === token) [current, known] = [undefined, undefined];
    },
  };
}

async function requestToken(connection: TenantConnection, http: TenantHttpOptions): Promise<Token> {
  const { appId, appSecret, resource } = connection;
  const credentials = `${encodeURIComponent(appId)}:${encodeURIComponent(appSecret)}`;
  const form = new URLSearchParams({ grant_type: 'client_credentials', resource, scope: 'all' });
  const askedAt = Date.now();
  const response = await sendToTenant(
    {
      method: 'POST',
      path: '/oidc/token',
      headers: [
        ...['authorization', `Basic ${Buffer.from(credentials).toString('base64')}`],
        ...['content-type', 'application/x-www-form-urlencoded'],
        ...['accept', 'application/json'],
      ],
      body: Buffer.from(form.toString()),
      isRepeatable: true,
    },
    http,
  );
  if (response.status !== 200) throw explainTokenRefusal(response, connection);
  const body = parseResponse(response.body);
  if (body === undefined) throw notLogto(response, connection);
  const result = tokenAnswer.safeParse(body);
  if (!result.success) throw explainShape(result.error, 'POST /oidc/token');
  const { access_token: value, expires_in: seconds } = result.data;
  // Expires a little earlier, because a request takes time.
  return { value, expiresAt: askedAt + seconds * 1000 - Math.min(60_000, seconds * 100) };
}
