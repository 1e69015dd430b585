import { randomBytes } from 'node:crypto';
import { type Asked, Refused } from './respond.ts';
import type { TenantState } from './state.ts';

/** The one machine-to-machine app of the tenant, and its API. */
export interface Registered {
  readonly appId: string;
  readonly appSecret: string;
  readonly resource: string;
}

const noStore = {
  'access-control-expose-headers': 'WWW-Authenticate',
  'cache-control': 'no-store',
};

export function giveToken(
  state: TenantState,
  registered: Registered,
  { url, headers, body }: Asked,
) {
  const form = new URLSearchParams(
    headers['content-type'] === 'application/x-www-form-urlencoded' ? body.toString() : '',
  );
  if (form.get('grant_type') !== 'client_credentials') {
    throw refusedToken(400, 'invalid_request', "missing required parameter 'grant_type'");
  }
  if (headers.authorization !== basic(registered)) {
    const challenge = `Basic realm="${url.origin}/oidc", error="invalid_client", error_description="client authentication failed"`;
    throw refusedToken(401, 'invalid_client', 'client authentication failed', {
      'www-authenticate': challenge,
    });
  }
  if (form.get('resource') !== registered.resource) {
    throw refusedToken(400, 'invalid_target', 'resource indicator is missing, or unknown');
  }
  const token = randomBytes(32).toString('base64url');
  state.tokens.set(token, Date.now() + state.tokenLifetime * 1000);
  return {
    status: 200,
    headers: noStore,
    body: {
      access_token: token,
      expires_in: state.tokenLifetime,
      token_type: 'Bearer',
      ...(state.hasRole ? { scope: 'all' } : {}),
    },
  };
}

export function authorize({ tokens, hasRole }: TenantState, { headers }: Asked): void {
  const { authorization } = headers;
  if (typeof authorization !== 'string') {
    throw new Refused(401, {
      code: 'auth.authorization_header_missing',
      message: 'Authorization header is missing.',
    });
  }
  const until = tokens.get(authorization.replace(/^Bearer /, ''));
  if (until === undefined || until < Date.now()) {
    const data =
      until === undefined
        ? { code: 'ERR_JWS_INVALID', name: 'JWSInvalid' }
        : { code: 'ERR_JWT_EXPIRED', name: 'JWTExpired' };
    const message = 'Unauthorized. Please check credentials and its scope.';
    throw new Refused(401, { code: 'auth.unauthorized', data, message });
  }
  if (hasRole) return;
  throw new Refused(403, {
    code: 'auth.forbidden',
    message: 'Forbidden. Please check your user roles and permissions.',
  });
}

function basic({ appId, appSecret }: Registered): string {
  return `Basic ${Buffer.from(`${appId}:${appSecret}`).toString('base64')}`;
}

function refusedToken(
  status: number,
  error: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Refused {
  const message =
    error === 'invalid_target'
      ? 'Invalid resource indicator.'
      : `An OIDC error occurred: oidc.${error}.`;
  return new Refused(
    status,
    { code: `oidc.${error}`, message, error, error_description: description },
    { ...noStore, ...headers },
  );
}
