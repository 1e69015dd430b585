import * as z from 'zod';
import type { TenantConnection } from './connection.ts';
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

/** An answer that no Logto gives. */
export function notLogto(status: number, { endpoint }: TenantConnection): TenantError {
  const moved = status >= 300 && status < 400 ? ', a redirect' : '';
  return new TenantError(
    `${endpoint} does not answer as Logto does (${status}${moved}).`,
    'Check --endpoint (LOGTO_ENDPOINT), such as https://<tenant-id>.logto.app.',
    { status },
  );
}

function readErrorBody(body: unknown): ErrorBody {
  return errorBody.safeParse(body).data ?? {};
}
