import type { CustomHeaders } from '../../../core/logto/request-headers.ts';
import type { RootCauseId } from '../root-cause.ts';
import { type Experiment, hmac } from './experiment.ts';
import { foreignHeaders } from './foreign-headers.ts';

/** Addresses that a receiver may expect in requests. */
export interface KnownAddresses {
  /** Values of the Host header, such as `app.example.com`. */
  readonly hosts: readonly string[];
  /** Values of the Origin header, such as `https://app.example.com`. */
  readonly origins: readonly string[];
}

interface Condition {
  readonly id: RootCauseId;
  readonly headers: (event: string) => CustomHeaders;
  readonly message: (needed: string) => string;
  readonly remedy: string;
  readonly check?: string;
}

/** Adds headers to a delivery that is signed as Logto signs it. */
function requiring({ id, headers, message, remedy, check }: Condition): Experiment {
  const named = (event: string) => headers(event).map(([name]) => name);
  return {
    id,
    ...(check === undefined ? {} : { check }),
    wrongKey: 'skip',
    parts: ({ event }) => named(event),
    alter: ({ key, body, event }, has) => ({
      signatures: [hmac(key, body)],
      headers: headers(event).filter(([name]) => has(name)),
    }),
    explain(needed) {
      const values = headers('').filter(([name]) => needed.includes(name));
      const list = values
        .map(([name, value]) => (value === '' ? name : `${name}: ${value}`))
        .join(', ');
      return { message: message(needed.join(', ')), change: `with ${list}`, remedy };
    },
  };
}

const takeFromBody =
  'Remove that requirement: Logto sends no such header. event, createdAt and hookId are in the body.';

const extraHeaders = ['seconds', 'milliseconds', 'ISO 8601'].map((clock) =>
  requiring({
    id: 'header-required',
    check: 'behaves/no-extra-header-needed',
    headers: (event) => foreignHeaders(timeNow(clock), event),
    message: (needed) => `The receiver requires the header ${needed}, which Logto does not send.`,
    remedy: takeFromBody,
  }),
);

function timeNow(clock: string): string {
  const now = Date.now();
  if (clock === 'seconds') return String(Math.floor(now / 1000));
  return clock === 'milliseconds' ? String(now) : new Date(now).toISOString();
}

const browserHeaders = requiring({
  id: 'header-required',
  check: 'behaves/no-extra-header-needed',
  headers: () => [
    ['x-requested-with', 'XMLHttpRequest'],
    ['sec-fetch-site', 'same-origin'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-real-ip', '127.0.0.1'],
    ['x-forwarded-host', 'localhost'],
    ['cf-connecting-ip', '127.0.0.1'],
  ],
  message: (needed) => `The receiver requires the header ${needed}, which Logto does not send.`,
  remedy: takeFromBody,
});

const csrfToken = 'k3v9x2q7b1m5t8w4z6c0n2d7f1g4h8j3';

const csrf = requiring({
  id: 'csrf-checked',
  headers: () => [
    [
      'cookie',
      ['csrftoken', 'csrf_token', 'csrf-token', '_csrf', 'XSRF-TOKEN']
        .map((name) => `${name}=${csrfToken}`)
        .join('; '),
    ],
    ['x-csrftoken', csrfToken],
    ['x-csrf-token', csrfToken],
    ['x-xsrf-token', csrfToken],
  ],
  message: () =>
    'The CSRF protection of the receiver refuses deliveries: they carry no CSRF token.',
  remedy:
    'Exempt the webhook from CSRF protection (csrf_exempt in Django): its signature is the proof of origin.',
});

const https = requiring({
  id: 'https-required',
  headers: () => [
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-ssl', 'on'],
    ['x-scheme', 'https'],
    ['forwarded', 'proto=https'],
  ],
  message: (needed) => `The receiver accepts HTTPS only, which it detects by ${needed}.`,
  remedy:
    'Test it at its https:// URL behind the proxy, or send the header with -H as your proxy does.',
});

const userAgents = [
  ...[
    'logto',
    'Logto',
    'Logto/1.0',
    'logto-webhook',
    'Logto-Webhook',
    'Logto-Webhooks/1.0',
    'LogtoHook',
  ],
  ...['Logto Webhook', 'Mozilla/5.0', 'node', 'node-fetch', 'undici', 'axios/1.0.0', 'curl/8.0.0'],
].map((value) =>
  requiring({
    id: 'user-agent-checked',
    headers: () => [['user-agent', value]],
    message: () =>
      `The receiver checks the User-Agent: it accepts '${value}' and refuses Logto's 'Logto (https://logto.io/)'.`,
    remedy: 'Remove the check: the signature proves who sent it.',
  }),
);

const contentTypes = [
  ...['text/plain', 'application/octet-stream', 'application/json; charset=utf-8'],
  ...[
    'application/json;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'text/json',
    'text/html',
  ],
  ...['application/webhook+json', 'application/cloudevents+json', 'application/vnd.logto+json'],
].map((value) =>
  requiring({
    id: 'content-type',
    headers: () => [['content-type', value]],
    message: () =>
      `The receiver reads the body only when its content type is ${value}; Logto sends application/json.`,
    remedy:
      'Make the body parser accept application/json, or any type, and give you the raw bytes.',
  }),
);

function checkedHost(host: string): Experiment {
  return {
    id: 'host-checked',
    wrongKey: 'skip',
    alter: ({ key, body }) => ({ signatures: [hmac(key, body)], host }),
    explain: () => ({
      message: `The receiver checks the Host header: it accepts '${host}'.`,
      change: `with 'Host: ${host}'`,
      remedy:
        "Allow the host of the webhook's URL as well: Logto sends that host in the Host header.",
    }),
  };
}

function checkedOrigin(origin: string): Experiment {
  return requiring({
    id: 'origin-checked',
    headers: () => [
      ['origin', origin],
      ['referer', `${origin}/`],
    ],
    message: (needed) =>
      `The receiver checks the Origin: it requires the header ${needed}, which only browsers send.`,
    remedy: 'Exempt the webhook from the Origin check: Logto is a server and sends no Origin.',
  });
}

/** Experiments with content types other than Logto's. */
export const contentTypeExperiments: readonly Experiment[] = contentTypes;

/** Experiments with headers that a receiver may require besides a valid signature. */
export const requiredHeaderExperiments: readonly Experiment[] = [
  ...extraHeaders,
  browserHeaders,
  csrf,
  https,
  ...userAgents,
];

/** Returns experiments with other hosts, origins and queries. @param url the receiver's */
export function addressExperiments({ hosts, origins }: KnownAddresses, url: URL): Experiment[] {
  const { port } = url;
  const withPort = port === '' ? [] : [`localhost:${port}`, `127.0.0.1:${port}`];
  const named = [...withPort, 'localhost', '127.0.0.1', ...hosts, ...commonHosts];
  const from = [
    url.origin,
    ...origins,
    ...commonHosts.map((host) => `https://${host}`),
    'http://localhost:3000',
  ];
  return [
    ...[...new Set(named)].filter((host) => host !== url.host).map(checkedHost),
    ...[...new Set(from)].map(checkedOrigin),
  ];
}

const commonHosts = [
  ...['example.com', 'www.example.com', 'api.example.com', 'app.example.com'],
  ...['logto.io', 'cloud.logto.io', 'logto.app'],
];
