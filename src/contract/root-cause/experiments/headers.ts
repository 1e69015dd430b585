import type { CustomHeaders } from '../../../core/logto/request-headers.ts';
import { signatureHeader } from '../../../core/logto/signature.ts';
import { type Experiment, hmac, type PlainDelivery } from './experiment.ts';
import { signatureHeaders } from './foreign-headers.ts';

type Write = (plain: PlainDelivery) => string;

const notations: readonly (readonly [phrase: string, write: Write])[] = [
  ['', ({ key, body }) => hmac(key, body)],
  [" with 'sha256=' in front", ({ key, body }) => `sha256=${hmac(key, body)}`],
  [' in base64', ({ key, body }) => hmac(key, body, 'base64')],
  [" in base64 with 'sha256=' in front", ({ key, body }) => `sha256=${hmac(key, body, 'base64')}`],
  [
    " made with SHA-1 and 'sha1=' in front",
    ({ key, body }) => `sha1=${hmac(key, body, 'hex', 'sha1')}`,
  ],
];

const names = signatureHeaders('').map(([name]) => name);

/** The signature in other headers; the search finds the one that is needed. */
const otherNames: readonly Experiment[] = notations.map(([phrase, write]) => ({
  id: 'signature-header-name',
  parts: () => names,
  alter: (plain, has) => ({
    signatures: [],
    headers: signatureHeaders(write(plain)).filter(([name]) => has(name)),
  }),
  explain(needed) {
    const list = needed.join(', ');
    return {
      message: `The receiver reads the signature from ${list}${phrase}; Logto sends it in ${signatureHeader}.`,
      change: `with the signature in ${list}${phrase}`,
      remedy: `Read the header ${signatureHeader}, which holds the bare hex digest.`,
    };
  },
}));

const spellings = ['Logto-Signature-Sha-256', 'Logto-Signature-SHA-256', 'LOGTO-SIGNATURE-SHA-256'];

const otherCases: readonly Experiment[] = spellings.map((name) => ({
  id: 'signature-header-case',
  alter: ({ key, body }) => ({ signatures: [], exactHeaders: [[name, hmac(key, body)]] }),
  explain: () => ({
    message: `The receiver finds the signature only where its header is spelled ${name}.`,
    change: `with the header spelled ${name}`,
    remedy: `Compare header names without regard to case: Logto sends ${signatureHeader} in lower case.`,
  }),
}));

const authorizations: readonly (readonly [string, Write])[] = [
  ['an Authorization header with the signature', ({ key, body }) => hmac(key, body)],
  [
    "an Authorization header with 'Bearer' and the signature",
    ({ key, body }) => `Bearer ${hmac(key, body)}`,
  ],
  [
    "an Authorization header with 'HMAC-SHA256' and the signature",
    ({ key, body }) => `HMAC-SHA256 ${hmac(key, body)}`,
  ],
];

const inAuthorization: readonly Experiment[] = authorizations.map(([what, write]) => ({
  id: 'signature-header-name',
  alter: (plain) => ({ signatures: [], headers: [['authorization', write(plain)]] }),
  explain: () => ({
    message: `The receiver expects ${what}; Logto sends it in ${signatureHeader}.`,
    change: `with ${what}`,
    remedy: `Read the header ${signatureHeader}, which holds the bare hex digest.`,
  }),
}));

const queryNames = ['signature', 'sig', 'hmac', 'hash', 'token'];

const inQuery: Experiment = {
  id: 'signature-in-query',
  parts: () => queryNames,
  alter: ({ key, body, url }, has) => ({
    signatures: [],
    url: withQuery(url, queryNames.filter(has), hmac(key, body)),
  }),
  explain: (needed) => ({
    message: `The receiver reads the signature from the query (${needed.join(', ')}); Logto sends it in the header ${signatureHeader}.`,
    change: `with the signature in the query as ${needed.join(', ')}`,
    remedy: `Read the header ${signatureHeader}, which holds the bare hex digest.`,
  }),
};

function withQuery(url: URL, names: readonly string[], value: string): URL {
  const changed = new URL(url);
  for (const name of names) changed.searchParams.set(name, value);
  return changed;
}

/** Experiments with the signature in another place than Logto's. */
export const headerExperiments: readonly Experiment[] = [
  ...otherNames,
  ...otherCases,
  ...inAuthorization,
  inQuery,
];

const keyIsSecret =
  'Never compare the key itself: Logto does not send it. Compute the HMAC-SHA256 of the raw body with it, and compare that with the header.';

const keyNames = [
  ...[
    'x-api-key',
    'api-key',
    'x-webhook-secret',
    'webhook-secret',
    'x-logto-secret',
    'logto-secret',
  ],
  ...[
    'x-logto-signing-key',
    'logto-signing-key',
    'x-logto-key',
    'x-webhook-token',
    'x-gitlab-token',
  ],
  ...['x-secret', 'x-token', 'x-auth-token', 'x-signing-key', 'x-webhook-key', 'x-access-token'],
];

function keyIn(what: string, headersFor: (key: string) => CustomHeaders): Experiment {
  return {
    id: 'key-compared',
    sendsKey: true,
    alter: (plain) => ({ headers: headersFor(plain.key) }),
    explain: () => ({
      message: `The receiver compares the signing key itself with ${what}.`,
      change: `with the signing key itself in ${what}`,
      remedy: keyIsSecret,
    }),
  };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Experiments with the signing key in place of a signature; only for receivers on this machine. */
export const sentKeyExperiments: readonly Experiment[] = [
  {
    ...keyIn(`the header ${signatureHeader}`, () => []),
    alter: ({ key }) => ({ signatures: [key] }),
  },
  {
    ...keyIn('a header', () => []),
    parts: () => keyNames,
    alter: ({ key }, has) => ({
      headers: keyNames.filter(has).map((name) => [name, key] as const),
    }),
    explain: (needed) => ({
      message: `The receiver compares the signing key itself with the header ${needed.join(', ')}, which Logto does not send.`,
      change: `with the signing key itself in ${needed.join(', ')}`,
      remedy: keyIsSecret,
    }),
  },
  ...['Bearer ', '', 'Token ', 'Key '].map((scheme) =>
    keyIn(`the header Authorization${scheme && ` (after '${scheme.trim()}')`}`, (key) => [
      ['authorization', scheme + key],
    ]),
  ),
  ...[(key: string) => `:${key}`, (key: string) => `${key}:`, (key: string) => `logto:${key}`].map(
    (pair) =>
      keyIn('the password of Basic authentication', (key) => [
        ['authorization', `Basic ${base64(pair(key))}`],
      ]),
  ),
];
