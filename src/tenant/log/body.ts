import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { logtoJson } from '../../core/logto/serialize.ts';
import type { LogEntry } from '../api/schemas.ts';

const sentRequest = z.looseObject({ options: z.looseObject({ body: z.string() }) });

/**
 * The body of a logged delivery, to be signed again. The log is a jsonb column, which forgets the order
 * of keys; where the endpoint answered with an error, that error quotes the text that was sent, and it
 * is taken. Else Logto's own keys are put into its order. A receiver that knows deliveries by a digest
 * of their bytes then mostly knows this one; that they are the same bytes is not promised.
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
