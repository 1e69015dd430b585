import { UsageError } from '../core/errors.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { readDotEnv } from '../core/workspace/env-file.ts';

/** How to reach a tenant, and as whom. */
export interface TenantConnection {
  /** Where Logto is, without a slash at its end: `https://<tenant-id>.logto.app`. */
  readonly endpoint: string;
  /** Of a machine-to-machine app. */
  readonly appId: string;
  readonly appSecret: string;
  /** The indicator of the Management API, which the access token is for. */
  readonly resource: string;
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

/**
 * The connection that flags, environment and `.env` make, in this order of precedence; the names are
 * those of Logto's own CLI.
 * @throws UsageError where something is missing or no good; it never says the secret
 */
export function resolveConnection(flags: ConnectionFlags, { cwd, env }: Place): TenantConnection {
  const dotEnv = readDotEnv(cwd);
  const settingOf = (name: string) => env[name] || dotEnv[name] || undefined;
  const endpoint = parseTenantEndpoint(flags.endpoint ?? settingOf('LOGTO_ENDPOINT'));
  const [appId, appSecret] = parseAuth(flags.auth ?? settingOf('LOGTO_AUTH'));
  const resource = parseResource(flags.resource ?? settingOf('LOGTO_RESOURCE'));
  return { endpoint, appId, appSecret, resource: resource ?? resourceOf(endpoint) };
}

/** Takes what people copy from Logto's Console, too: the issuer, or the address of its API. */
function parseTenantEndpoint(text: string | undefined): string {
  if (!text) {
    throw new UsageError(
      'Which tenant? No endpoint is given.',
      'Set --endpoint or LOGTO_ENDPOINT, such as https://<tenant-id>.logto.app.',
    );
  }
  const url = parseEndpoint(text);
  if (url.username || url.password) {
    throw new UsageError('The endpoint has a user in it.', 'Credentials go into --auth.');
  }
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
  if (URL.canParse(text)) return text;
  throw new UsageError(
    `'${text}' is no resource indicator.`,
    'Write it like https://<tenant-id>.logto.app/api.',
  );
}

/** Logto Cloud names the tenant in its host; behind a custom domain it cannot be known. */
function resourceOf(endpoint: string): string {
  const { hostname } = new URL(endpoint);
  return hostname.endsWith('.logto.app') ? `https://${hostname}/api` : selfHostedResource;
}
