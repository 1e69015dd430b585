import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { logtoJson } from '../../core/logto/serialize.ts';
import type { LogEntry } from '../api/schemas.ts';

const sentRequest = z.looseObject({ options: z.looseObject({ body: z.string() }) });

/**
 * Returns the body of a logged delivery, to be re-signed. The log is a jsonb column, which does not keep
 * the order of keys. If the endpoint responded with an error, the logged error contains the text that was
 * sent; otherwise keys are put into Logto's order. The result usually has the original bytes, but that is
 * not guaranteed.
 * @returns undefined if the entry has no payload
 */
export function bodyOfEntry({ payload }: LogEntry): Buffer | undefined {
  const logged = payload.hookRequest?.body;
  if (!logged) return undefined;
  const quoted = quotedBody(payload.error);
  return quoted !== undefined && isDeepStrictEqual(parse(quoted), logged)
    ? Buffer.from(quoted)
    : logtoJson(logged);
}

function quotedBody(error: unknown): string | undefined {
  if (typeof error !== 'string') return undefined;
  const [, json = ''] = /^HTTPError: (\{.*\})$/s.exec(error) ?? [];
  return sentRequest.safeParse(parse(json)).data?.options.body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
