import type * as z from 'zod';
import { explainFailure } from '../../core/http/explain-error.ts';
import { ProxyError } from '../../core/http/proxy/proxy-error.ts';
import { TimeoutError } from '../../core/http/transport/transport.ts';
import { cleanText, TenantError } from './tenant-error.ts';

/** Explains a response that means: try again later (429 or 5xx). */
export function explainOverload(status: number, request: string, tries: number): TenantError {
  const times = tries === 1 ? '' : ` (after ${tries} attempts)`;
  return new TenantError(
    status === 429
      ? `Logto limits the rate of requests: 429 to ${request}${times}.`
      : `Logto failed with ${status} on ${request}${times}.`,
    'Try again later.',
    { status, isTransient: true },
  );
}

/** Explains why the tenant could not be reached. */
export function explainUnreachable(error: Error, endpoint: string): TenantError {
  if (error instanceof ProxyError) {
    const { message, remedy, code, isTransient } = error;
    return new TenantError(message, remedy, { code, isTransient, cause: error });
  }
  const url = new URL(endpoint);
  const { code, message } = explainFailure(error, url);
  const isTimeout = error instanceof TimeoutError;
  const isCertificate = message.includes('certificate');
  return new TenantError(
    isTimeout ? `${url.host} did not respond within ${error.timeout / 1000} s.` : message,
    isCertificate
      ? 'Use --insecure if the certificate is your own.'
      : isTimeout
        ? 'Try again, or use a longer --timeout.'
        : 'Check --endpoint (LOGTO_ENDPOINT) and the network.',
    { code, isTransient: !isCertificate, cause: error },
  );
}

/** Explains a response of another shape than Logto's, without the validator's message. */
export function explainShape(
  error: z.ZodError,
  request: string,
  within: readonly PropertyKey[] = [],
): TenantError {
  const [issue] = error.issues;
  const path = [...within, ...(issue?.path ?? [])];
  const where = path.length > 0 ? ` at ${cleanText(path.join('.'))}` : '';
  const expected =
    issue?.code === 'invalid_type' ? `expected ${withArticle(issue.expected)}` : 'unexpected value';
  return new TenantError(
    `Logto's response to ${request} has an unexpected shape${where}: ${expected}.`,
    'Check --endpoint (LOGTO_ENDPOINT), or update logto-hooks.',
    { cause: error },
  );
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Explains a response with an item that has more values than any of Logto's. */
export function explainComplexity(request: string, index: number): TenantError {
  return new TenantError(
    `Logto's response to ${request} is too large at ${index}: it has too many values.`,
    'Check --endpoint (LOGTO_ENDPOINT).',
  );
}

/** The code of the error for a response that is too large; a smaller page may be read instead. */
export const oversizeCode = 'response_too_large';

/** Explains a response that is too large. @param limit bytes */
export function explainOversize(request: string, limit: number): TenantError {
  return new TenantError(
    `The response to ${request} is larger than ${limit / 1024 ** 2} MB.`,
    'Check --endpoint (LOGTO_ENDPOINT).',
    { code: oversizeCode },
  );
}
