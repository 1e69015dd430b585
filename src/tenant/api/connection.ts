import { UsageError } from '../../core/errors.ts';
import { maskMalformedUrl } from '../../core/http/mask-url.ts';
import { parseEndpoint, refuseUserInformation } from '../../core/http/parse-url.ts';
import { readEnvFiles } from '../../core/workspace/env/read.ts';
import {
  type ConnectionFlags,
  type ConnectionSource,
  describeSource,
  findConnectionSources,
  type Place,
} from './connection-sources.ts';

/** The address of a tenant and the credentials of an app. */
export interface TenantConnection {
  /** Logto's URL, without a slash at its end: `https://<tenant-id>.logto.app`. */
  readonly endpoint: string;
  /** The id of a machine-to-machine app. */
  readonly appId: string;
  readonly appSecret: string;
  /** The indicator of the Management API, which the access token is for. */
  readonly resource: string;
  /** Where endpoint and credentials were set. */
  readonly source: Pick<ConnectionSource, 'kind' | 'name'>;
}

/** The Management API of a self-hosted Logto (docs.logto.io, Management API). */
const selfHostedResource = 'https://default.logto.app/api';

/**
 * Returns the connection that the first source sets. Endpoint and credentials must be set in one source, so
 * that the `.env` of a cloned repository cannot redirect the user's credentials. The variables are
 * those of Logto's own CLI.
 * @throws UsageError if a setting is missing, invalid or set in another source; its message has no secret
 */
export function resolveConnection(flags: ConnectionFlags, place: Place): TenantConnection {
  const [first, ...others] = findConnectionSources(flags, place);
  if (first && first.endpoint === undefined) refuseMixture(first, others, 'endpoint');
  const endpoint = parseTenantEndpoint(first?.endpoint);
  if (first && first.auth === undefined) refuseMixture(first, others, 'auth');
  const [appId, appSecret] = parseAuth(first?.auth);
  const resource = parseResource(flags.resource ?? findResource(first, place));
  const { kind, name } = first ?? { kind: 'flags', name: '' };
  return {
    ...{ endpoint, appId, appSecret, source: { kind, name } },
    resource: resource ?? resourceOf(endpoint),
  };
}

/** Returns the resource of a profile; for other sources, that of the environment or an env file. */
function findResource(
  first: ConnectionSource | undefined,
  { env, cwd }: Place,
): string | undefined {
  if (first?.kind === 'profile') return first.resource;
  if (env.LOGTO_RESOURCE) return env.LOGTO_RESOURCE;
  const files = readEnvFiles(cwd).map(({ variables }) => variables.LOGTO_RESOURCE);
  return files.find((resource) => resource);
}

/** Rejects mixed sources. @throws UsageError if another source sets what the first one lacks */
function refuseMixture(
  first: ConnectionSource,
  others: readonly ConnectionSource[],
  missing: 'endpoint' | 'auth',
): void {
  const other = others.find((source) => source[missing] !== undefined);
  if (!other) return;
  const present = missing === 'auth' ? 'endpoint' : 'auth';
  throw new UsageError(
    `${describeSource(first, present)} cannot be used with ${describeSource(other, missing)}: credentials are only sent to an endpoint from the same source.`,
    'Set both in one place: --endpoint and --auth, the environment, or .env.',
  );
}

/** Parses an endpoint; also accepts the issuer or the API's URL, as copied from Logto's Console. */
export function parseTenantEndpoint(text: string | undefined): string {
  if (!text) {
    throw new UsageError(
      'No tenant is given.',
      "Run 'logto-hooks tenant login', or set --endpoint or LOGTO_ENDPOINT, such as https://<tenant-id>.logto.app.",
    );
  }
  const url = parseEndpoint(text, 'Set the credentials with --auth or LOGTO_AUTH.');
  return `${url.origin}${url.pathname.replace(/\/(?:oidc(?:\/.*)?|api)?\/?$/, '')}`;
}

export function parseAuth(text: string | undefined): [appId: string, appSecret: string] {
  if (!text) {
    throw new UsageError(
      'No credentials are given.',
      'Set LOGTO_AUTH or --auth to <app-id>:<app-secret> of a machine-to-machine app.',
    );
  }
  const colon = text.indexOf(':');
  const [appId, appSecret] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  if (colon < 1 || appId === '' || appSecret === '') {
    throw new UsageError(
      'The credentials are not of the form <app-id>:<app-secret>.',
      'Set --auth or LOGTO_AUTH to both, separated by a colon.',
    );
  }
  return [appId, appSecret];
}

export function parseResource(text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (!URL.canParse(text)) {
    throw new UsageError(
      `'${maskMalformedUrl(text)}' is not a valid resource indicator.`,
      'Write it like https://<tenant-id>.logto.app/api.',
    );
  }
  refuseUserInformation(new URL(text), 'Set --resource (LOGTO_RESOURCE) without it.');
  return text;
}

/** Returns the Management API's indicator of an endpoint. Behind a custom domain it cannot be known. */
export function resourceOf(endpoint: string): string {
  const { hostname } = new URL(endpoint);
  return hostname.endsWith('.logto.app') ? `https://${hostname}/api` : selfHostedResource;
}
