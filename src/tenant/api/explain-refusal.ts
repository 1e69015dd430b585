import * as z from 'zod';
import { headerValue, type RawHeaders } from '../../core/http/raw-headers.ts';
import type { TenantConnection } from './connection.ts';
import type { TenantResponse } from './http.ts';
import { parseResponse } from './parse-response.ts';
import { cleanText, TenantError } from './tenant-error.ts';

const errorBody = z.looseObject({
  code: z.string().optional(),
  message: z.string().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
  details: z.unknown().optional(),
  data: z.unknown().optional(),
});
type ErrorBody = z.infer<typeof errorBody>;

const noRole = {
  message: 'This app may not use the Management API',
  remedy: "Assign the role 'Logto Management API access' to it, on the app's page in the Console.",
};

/** Explains why Logto issues no access token. */
export function explainTokenRefusal(
  response: TenantResponse,
  connection: TenantConnection,
): TenantError {
  const { status, body } = response;
  const { code, error, error_description: description } = readErrorBody(parseResponse(body));
  const facts = { status, code: error ?? code };
  switch (error) {
    case 'invalid_client':
      return new TenantError(
        'Logto has no app with this ID and secret (invalid_client).',
        consoleRemedy(connection) ??
          'Check --auth (LOGTO_AUTH): <app-id>:<app-secret> of a machine-to-machine app.',
        facts,
      );
    case 'unauthorized_client':
      return new TenantError(
        'This app cannot use client credentials (unauthorized_client).',
        'Use a machine-to-machine app: create one in the Console, under Applications.',
        facts,
      );
    case 'invalid_target':
      return new TenantError(
        `This tenant has no API '${connection.resource}' (invalid_target).`,
        consoleRemedy(connection) ??
          'Set --resource (LOGTO_RESOURCE): https://<tenant-id>.logto.app/api on Logto Cloud, also behind a custom domain; https://default.logto.app/api if you host Logto yourself.',
        facts,
      );
    case 'invalid_scope':
    case 'access_denied':
      return new TenantError(`${noRole.message} (${error}).`, noRole.remedy, facts);
  }
  if (error === undefined) return notLogto(response, connection);
  return new TenantError(
    `Logto issued no access token: ${cleanText(description ?? error)}.`,
    'Check --endpoint, --auth and --resource.',
    facts,
  );
}

/**
 * Explains why the Management API rejects a request.
 * @param request `GET /api/hooks`, for the message
 */
export function explainRefusal(
  response: TenantResponse,
  request: string,
  connection: TenantConnection,
): TenantError {
  const { status, body } = response;
  const { code, message, details, data } = readErrorBody(parseResponse(body));
  if (code === undefined) return notLogto(response, connection);
  const facts = { status, code, details: data };
  if (status === 401) {
    return new TenantError(
      `Logto rejected the access token (${cleanText(code ?? '401')}).`,
      'Check that --endpoint and --resource belong to the same tenant.',
      facts,
    );
  }
  if (status === 403 && /limit|quota|subscription/.test(code ?? '')) {
    return new TenantError(
      `The tenant's plan does not allow this (${cleanText(code ?? '403')}).`,
      "The quota may be used up. Run 'logto-hooks tenant webhooks' for a list, and 'tenant delete' to delete one.",
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
  if (status === 404) {
    return new TenantError(
      `${request} returned 404: it does not exist or was deleted.`,
      "Run 'logto-hooks tenant webhooks' for a list.",
      facts,
    );
  }
  return new TenantError(
    `Logto rejects ${request} (${status} ${cleanText(code)}): ${explainInput(data) ?? wordsOf(message, details)}`,
    'Correct this setting.',
    facts,
  );
}

/** Names the fields that Logto's validator (zod 3) rejects, without its messages. */
function explainInput(data: unknown): string | undefined {
  const fields = invalidInput.safeParse(data).data?.issues.map(({ path }) => path.join('.'));
  const named = [...new Set(fields)].filter((field) => field !== '').slice(0, 5);
  if (named.length === 0) return undefined;
  return `${named.map((field) => `'${cleanText(field)}'`).join(', ')} ${named.length === 1 ? 'is' : 'are'} not valid.`;
}

const invalidInput = z.looseObject({
  issues: z.array(z.looseObject({ path: z.array(z.union([z.string(), z.number()])) })),
});

function wordsOf(message: string | undefined, details: unknown): string {
  const words = [message, typeof details === 'string' ? details : undefined].filter(Boolean);
  return cleanText(words.join(' '));
}

/** Explains a response that is not from Logto. */
export function notLogto(
  { status, headers, body }: TenantResponse,
  connection: TenantConnection,
): TenantError {
  const isPage = isHtml(headers, body);
  const what = isPage
    ? `returned an HTML page (${status}) instead of Logto's API response`
    : `does not respond like Logto (${status}${status >= 300 && status < 400 ? ', a redirect' : ''})`;
  const remedy =
    consoleRemedy(connection) ??
    'Check --endpoint (LOGTO_ENDPOINT), such as https://<tenant-id>.logto.app.';
  return new TenantError(`${connection.endpoint} ${what}.`, remedy, { status });
}

/** The port of Logto's Console, which has an API of its own; the tenant's is 3001 (Logto's docker-compose.yml). */
const consolePort = '3002';

function consoleRemedy({ endpoint }: TenantConnection): string | undefined {
  if (new URL(endpoint).port !== consolePort) return undefined;
  return `Port ${consolePort} usually belongs to Logto's Console: set --endpoint (LOGTO_ENDPOINT) to the port of the API, usually 3001.`;
}

function isHtml(headers: RawHeaders, body: Buffer): boolean {
  const type = headerValue(headers, 'content-type') ?? '';
  return (
    /^text\/html\b/i.test(type) || /^\s*<(?:!doctype|html)\b/i.test(body.toString('latin1', 0, 100))
  );
}

function readErrorBody(body: unknown): ErrorBody {
  return errorBody.safeParse(body).data ?? {};
}
