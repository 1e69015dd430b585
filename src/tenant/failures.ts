import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';
import { UsageError } from '../core/errors.ts';
import { explainFailure } from '../core/http/explain-error.ts';
import { maskUrlsIn } from '../core/http/mask-url.ts';
import { TimeoutError } from '../core/http/transport.ts';
import type { TenantConnection } from './connection.ts';

/** What a tenant refused, or why it was not reached: one line that says how to mend it. */
export class TenantError extends UsageError {
  /** Of the answer; undefined where there was none. */
  readonly status: number | undefined;
  /** Logto's own, such as `entity.not_found`, or the system's. */
  readonly code: string | undefined;
  /** True where the same may well succeed later: network, timeout, 429, 5xx. */
  readonly isTransient: boolean;
  /** What Logto says besides, as it came. */
  readonly details: unknown;

  constructor(
    message: string,
    remedy: string,
    { status, code, isTransient = false, details, cause }: TenantErrorFacts = {},
  ) {
    super(message, remedy, { cause });
    this.status = status;
    this.code = code;
    this.isTransient = isTransient;
    this.details = details;
  }
}

interface TenantErrorFacts {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly isTransient?: boolean;
  readonly details?: unknown;
  readonly cause?: unknown;
}

const errorBody = z.looseObject({
  code: z.string().optional(),
  message: z.string().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
  details: z.unknown().optional(),
  data: z.unknown().optional(),
});
type ErrorBody = z.infer<typeof errorBody>;

/** What was asked for when it failed. */
export interface Refusal {
  readonly status: number;
  readonly body: unknown;
  /** `GET /api/hooks`, for messages. */
  readonly request: string;
}

const noRole = {
  message: 'This app may not use the Management API',
  remedy: "Give it the role 'Logto Management API access': in the Console, on the app's page.",
};

/** Why no access token was given. */
export function explainTokenRefusal(
  { status, body }: Omit<Refusal, 'request'>,
  connection: TenantConnection,
): TenantError {
  const { code, error, error_description: description } = readErrorBody(body);
  const facts = { status, code: error ?? code };
  switch (error) {
    case 'invalid_client':
      return new TenantError(
        'Logto does not know an app of this id with this secret (invalid_client).',
        'Check --auth (LOGTO_AUTH): <app-id>:<app-secret> of a machine-to-machine app.',
        facts,
      );
    case 'unauthorized_client':
      return new TenantError(
        'This app is not allowed to get a token by itself (unauthorized_client).',
        'Use a machine-to-machine app: in the Console, Applications.',
        facts,
      );
    case 'invalid_target':
      return new TenantError(
        `This tenant has no API '${connection.resource}' (invalid_target).`,
        'Set --resource (LOGTO_RESOURCE): https://<tenant-id>.logto.app/api on Logto Cloud, also behind a custom domain; https://default.logto.app/api where you host it yourself.',
        facts,
      );
    case 'invalid_scope':
    case 'access_denied':
      return new TenantError(`${noRole.message} (${error}).`, noRole.remedy, facts);
  }
  if (error === undefined) return notLogto(status, connection);
  return new TenantError(
    `Logto gives no access token: ${cleanText(description ?? error)}.`,
    'Check --endpoint, --auth and --resource.',
    facts,
  );
}

/** Why the Management API refused. */
export function explainRefusal(refusal: Refusal, connection: TenantConnection): TenantError {
  const { status, body, request } = refusal;
  const { code, message, details, data } = readErrorBody(body);
  const facts = { status, code, details: data };
  if (status === 401) {
    return new TenantError(
      `Logto does not accept its own access token (${cleanText(code ?? '401')}).`,
      'Check that --endpoint and --resource belong to one tenant.',
      facts,
    );
  }
  if (status === 403 && /limit|quota|subscription/.test(code ?? '')) {
    return new TenantError(
      `The tenant's plan does not allow it (${cleanText(code ?? '403')}).`,
      "Its quota may be reached: 'logto-hooks tenant webhooks' lists what is there, 'tenant delete' removes one.",
      facts,
    );
  }
  if (status === 403) {
    return new TenantError(
      `${noRole.message} (${cleanText(code ?? '403')}).`,
      noRole.remedy,
      facts,
    );
  }
  if (code === undefined) return notLogto(status, connection);
  if (status === 404) {
    return new TenantError(
      'The tenant does not have it (any more).',
      "'logto-hooks tenant webhooks' lists what is there.",
      facts,
    );
  }
  const why = [message, typeof details === 'string' ? details : undefined].filter(Boolean);
  return new TenantError(
    `Logto refused ${request} (${status} ${cleanText(code)}): ${cleanText(why.join(' '))}`,
    'Mend what it names.',
    facts,
  );
}

/** An answer that only time can mend. */
export function explainOverload(status: number, request: string, tries: number): TenantError {
  const times = tries === 1 ? '' : ` (asked ${tries} times)`;
  return new TenantError(
    status === 429
      ? `Logto has had too many requests: 429 to ${request}${times}.`
      : `Logto is in trouble: ${status} to ${request}${times}.`,
    'Try again in a while.',
    { status, isTransient: true },
  );
}

/** Why the tenant was not reached. */
export function explainUnreachable(error: Error, endpoint: string): TenantError {
  const url = new URL(endpoint);
  const { code, message } = explainFailure(error, url);
  const isTimeout = error instanceof TimeoutError;
  const isCertificate = message.includes('certificate');
  return new TenantError(
    isTimeout ? `${url.host} gave no answer within ${error.timeout / 1000} s.` : message,
    isCertificate
      ? 'Use --insecure if it is your own.'
      : isTimeout
        ? 'Try again, or wait longer with --timeout.'
        : 'Check --endpoint (LOGTO_ENDPOINT), and the network.',
    { code, isTransient: !isCertificate, cause: error },
  );
}

/** An answer that no Logto gives. */
export function notLogto(status: number, { endpoint }: TenantConnection): TenantError {
  const moved = status >= 300 && status < 400 ? ', a redirect' : '';
  return new TenantError(
    `${endpoint} does not answer as Logto does (${status}${moved}).`,
    'Check --endpoint (LOGTO_ENDPOINT), such as https://<tenant-id>.logto.app.',
    { status },
  );
}

/** An answer of another shape than Logto's. */
export function explainShape(
  error: z.ZodError,
  request: string,
  within: readonly PropertyKey[] = [],
): TenantError {
  const [issue] = error.issues;
  const path = [...within, ...(issue?.path ?? [])];
  const where = path.length > 0 ? ` at ${cleanText(path.join('.'))}` : '';
  return new TenantError(
    `Logto's answer to ${request} is not understood${where}: ${cleanText(issue?.message ?? 'no reason')}.`,
    'A newer version of this tool may know it.',
    { cause: error },
  );
}

/** A response with an item of more values than any of Logto's. */
export function explainComplexity(request: string, index: number): TenantError {
  return new TenantError(
    `Logto's response to ${request} is not understood at ${index}: it has too many values.`,
    'Check --endpoint (LOGTO_ENDPOINT).',
  );
}

/** The code of an error for a response that is too large: a part of it may be read instead. */
export const oversizeCode = 'response_too_large';

/** @param limit bytes */
export function explainOversize(request: string, limit: number): TenantError {
  return new TenantError(
    `The response to ${request} is larger than ${limit / 1024 ** 2} MB.`,
    'Check --endpoint (LOGTO_ENDPOINT).',
    { code: oversizeCode },
  );
}

function readErrorBody(body: unknown): ErrorBody {
  return errorBody.safeParse(body).data ?? {};
}

/** Words of a server, safe to print on one line. */
export function cleanText(text: string): string {
  const clean = stripVTControlCharacters(maskUrlsIn(text)).replace(/\p{C}+/gu, ' ');
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
}
