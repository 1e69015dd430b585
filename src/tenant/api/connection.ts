import { UsageError } from '../../core/errors.ts';
import { maskMalformedUrl } from '../../core/http/mask-url.ts';
import { parseEndpoint, refuseUserInformation } from '../../core/http/parse-url.ts';
import { readDotEnv } from '../../core/workspace/env/read.ts';

/** How to reach a tenant, and as whom. */
export interface TenantConnection {
  /** Where Logto is, without a slash at its end: `https://<tenant-id>.logto.app`. */
  readonly endpoint: string;
  /** Of a machine-to-machine app. */
  readonly appId: string;
  readonly appSecret: string;
  /** The indicator of the Management API, which the access token is for. */
  readonly resource: string;
  /** Whether endpoint and credentials were given on the command line. */
  readonly isFromFlags: boolean;
}

/** What was given on the command line. */
export interface ConnectionFlags {
  readonly endpoint?: string | undefined;
  readonly auth?: string | undefined;
  readonly resource?: string | undefined;
}

interface Place {
  /** The working directory, whose `.env` is read. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Of Logto that one hosts oneself (docs.logto.io, Management API). */
const selfHostedResource = 'https://default.logto.app/api';

/** A place that sets endpoint, credentials or both. */
interface ConnectionSource {
  readonly endpoint: string | undefined;
  readonly auth: string | undefined;
  /** For messages: ` in the environment`; empty for the command line. */
  readonly where: string;
}

/**
 * Returns the connection that the first source sets: flags, environment or `.env`. Endpoint and credentials
 * must be set in one source, so that the `.env` of a cloned repository cannot have the user's credentials
 * sent elsewhere. The variables are those of Logto's own CLI.
 * @throws UsageError where something is missing, invalid or set in another source; it never says the secret
 */
export function resolveConnection(flags: ConnectionFlags, place: Place): TenantConnection {
  const [first, ...others] = findConnectionSources(flags, place);
  if (first && first.endpoint === undefined) refuseMixture(first, others, 'endpoint');
  const endpoint = parseTenantEndpoint(first?.endpoint);
  if (first && first.auth === undefined) refuseMixture(first, others, 'auth');
  const [appId, appSecret] = parseAuth(first?.auth);
  const setResource = place.env.LOGTO_RESOURCE || readDotEnv(place.cwd).LOGTO_RESOURCE;
  const resource = parseResource(flags.resource ?? setResource) ?? resourceOf(endpoint);
  return { endpoint, appId, appSecret, resource, isFromFlags: first?.where === '' };
}

/** Returns the sources that set endpoint or credentials, in order of precedence. */
export function findConnectionSources(
  { endpoint, auth }: ConnectionFlags,
  { cwd, env }: Place,
): ConnectionSource[] {
  const sources = [
    { endpoint, auth, where: '' },
    { ...readVariables(env), where: ' in the environment' },
    { ...readVariables(readDotEnv(cwd)), where: ' in .env' },
  ];
  return sources.filter((source) => source.endpoint !== undefined || source.auth !== undefined);
}

function readVariables({ LOGTO_ENDPOINT, LOGTO_AUTH }: Place['env']) {
  return { endpoint: LOGTO_ENDPOINT || undefined, auth: LOGTO_AUTH || undefined };
}

/** @throws UsageError where another source sets what the first one lacks */
function refuseMixture(
  first: ConnectionSource,
  others: readonly ConnectionSource[],
  missing: 'endpoint' | 'auth',
): void {
  const other = others.find((source) => source[missing] !== undefined);
  if (!other) return;
  const present = missing === 'auth' ? 'endpoint' : 'auth';
  const name = (setting: 'endpoint' | 'auth', { where }: ConnectionSource) =>
    where === '' ? `--${setting}` : `LOGTO_${setting.toUpperCase()}${where}`;
  throw new UsageError(
    `${name(present, first)} does not go with ${name(missing, other)}: credentials are only sent to an endpoint from the same source.`,
    'Set both in one place: --endpoint and --auth, the environment, or .env.',
  );
}

/** Takes what people copy from Logto's Console, too: the issuer, or the address of its API. */
function parseTenantEndpoint(text: string | undefined): string {
  if (!text) {
    throw new UsageError(
      'Which tenant? No endpoint is given.',
      'Set --endpoint or LOGTO_ENDPOINT, such as https://<tenant-id>.logto.app.',
    );
  }
  const url = parseEndpoint(text, 'Give the credentials with --auth or LOGTO_AUTH.');
  return `${url.origin}${url.pathname.replace(/\/(?:oidc(?:\/.*)?|api)?\/?$/, '')}`;
}

function parseAuth(text: string | undefined): [appId: string, appSecret: string] {
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
      'Write both into --auth or LOGTO_AUTH, with a colon between them.',
    );
  }
  return [appId, appSecret];
}

function parseResource(text: string | undefined): string | undefined {
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

/** Logto Cloud names the tenant in its host; behind a custom domain it cannot be known. */
function resourceOf(endpoint: string): string {
  const { hostname } = new URL(endpoint);
  return hostname.endsWith('.logto.app') ? `https://${hostname}/api` : selfHostedResource;
}
