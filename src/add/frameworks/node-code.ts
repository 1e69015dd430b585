import { catalog } from '../../core/logto/catalog.ts';
import type { EventName } from '../../core/logto/events.ts';

/*
 * The code for JavaScript and TypeScript apps, in the form that formatCode takes: TypeScript-only code is
 * between ‹ and ›. It is formatted as Prettier and Biome do by default, at 80 columns.
 */

/** How a framework reads the signing key from its environment. */
export interface KeySource {
  readonly import?: string;
  readonly expression: string;
}

export const processEnv: KeySource = { expression: 'process.env.LOGTO_WEBHOOK_SIGNING_KEY' };

/** The types are in the directory of the verify file. */
const payloadsBeside = './logto-payloads';

/** Returns the file that verifies and parses a delivery with Node's crypto module. */
export function nodeVerifyFile({ import: keyImport, expression }: KeySource): string {
  return `import { createHmac, timingSafeEqual } from 'node:crypto';
${keyImport ? `${keyImport}\n` : ''}‹import type { LogtoPayload } from '${payloadsBeside}';›

/**
 * Verifies a delivery of a Logto webhook over its raw bytes: HMAC-SHA256 in
 * hex, compared in constant time. Throws if the signing key is not set.
 */
export function verifyLogtoSignature(‹
  ›rawBody‹: Uint8Array›,‹
 › signature‹: string | null | undefined,
›)‹: boolean› {
  const signingKey = ${expression};
  if (!signingKey) throw new Error('LOGTO_WEBHOOK_SIGNING_KEY is not set.');
  const hmac = createHmac('sha256', signingKey).update(rawBody);
  const expected = Buffer.from(hmac.digest('hex'));
  const received = Buffer.from(signature ?? '');
  if (received.length !== expected.length) return false;
  return timingSafeEqual(received, expected);
}

${parseFunction('Buffer.from(rawBody).toString()')}`;
}

/**
 * Returns the file that verifies and parses a delivery with Web Crypto, for frameworks whose projects do not
 * have the types of Node. Its function is asynchronous.
 */
export function webVerifyFile({ import: keyImport, expression }: KeySource): string {
  return `${keyImport ? `${keyImport}\n` : ''}‹import type { LogtoPayload } from '${payloadsBeside}';›

/**
 * Verifies a delivery of a Logto webhook over its raw bytes: HMAC-SHA256 in
 * hex, compared in constant time. Throws if the signing key is not set.
 */
export async function verifyLogtoSignature(‹
  ›rawBody‹: ArrayBuffer›,‹
 › signature‹: string | null,
›)‹: Promise<boolean>› {
  const signingKey = ${expression};
  if (!signingKey) throw new Error('LOGTO_WEBHOOK_SIGNING_KEY is not set.');
  if (!signature || !/^[0-9a-f]{64}$/.test(signature)) return false;
  const hex = signature.match(/../g) ?? [];
  const received = Uint8Array.from(hex, (byte) => Number.parseInt(byte, 16));
  const secret = new TextEncoder().encode(signingKey);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, [
    'verify',
  ]);
  return crypto.subtle.verify('HMAC', key, received, rawBody);
}

${parseFunction('new TextDecoder().decode(rawBody)', 'ArrayBuffer')}`;
}

function parseFunction(text: string, type = 'Uint8Array'): string {
  return `/** Returns the payload, or undefined if it is not JSON with an event. */
export function parseLogtoPayload(‹
  ›rawBody‹: ${type},
›)‹: LogtoPayload | undefined› {
  try {
    const text = ${text};
    const payload = JSON.parse(text)‹ as LogtoPayload | null›;
    return typeof payload?.event === 'string' ? payload : undefined;
  } catch {
    return undefined;
  }
}
`;
}

/** Returns the function with a case for each event. */
export function handler(events: readonly EventName[]): string {
  return `/**
 * Logto up to 1.42 does not retry, and waits 10 seconds: do slow work after
 * the response.
 */
async function handleEvent(payload‹: LogtoPayload›)‹: Promise<void>› {
${eventSwitch(events)}}
`;
}

/** Returns the switch over the events, indented by one level. */
export function eventSwitch(events: readonly EventName[]): string {
  const cases = events.map(
    (event) => `    case '${event}':
      // ${catalog[event].use}
      console.log(payload.event, payload.createdAt);
      break;
`,
  );
  return `  switch (payload.event) {
${cases.join('')}    default:
      // Events without a case, and the test payloads of Logto's Console.
      break;
  }
`;
}

/** Returns the imports of a route file. */
export function routeImports(verifyFrom: string, payloadsFrom: string): string {
  return `‹import type { LogtoPayload } from '${payloadsFrom}';›
import { parseLogtoPayload, verifyLogtoSignature } from '${verifyFrom}';
`;
}

/** The function of a route with a web-standard request. */
export interface WebFunction {
  /** The lines between the imports and the function. */
  readonly head?: string;
  readonly opening: string;
  readonly closing: string;
  /** Imports before those of the verify file. */
  readonly imports?: string;
  /** Whether the verify file uses Web Crypto. */
  readonly usesWebCrypto: boolean;
}

/** Returns the route file of frameworks with web-standard requests. */
export function webRoute(
  { head = '', opening, closing, imports = '', usesWebCrypto }: WebFunction,
  { events, verifyFrom, payloadsFrom }: RouteParts,
): string {
  const call = 'verifyLogtoSignature(rawBody, signature)';
  const body = usesWebCrypto
    ? 'await request.arrayBuffer()'
    : 'Buffer.from(await request.arrayBuffer())';
  return `${imports}${routeImports(verifyFrom, payloadsFrom)}${head}
${opening}
  try {
    const rawBody = ${body};
    const signature = request.headers.get('logto-signature-sha-256');
    if (!${usesWebCrypto ? `(await ${call})` : call}) {
      return new Response(null, { status: 401 });
    }
    const payload = parseLogtoPayload(rawBody);
    if (!payload) return new Response(null, { status: 400 });
    await handleEvent(payload);
    return new Response(null, { status: 204 });
  } catch (error) {
    console.error('Failed to handle a Logto webhook:', error);
    return new Response(null, { status: 500 });
  }
${closing}

${handler(events)}`;
}

/** What the files of a route are made from. */
export interface RouteParts {
  readonly events: readonly EventName[];
  /** Path of the route, such as /webhooks/logto. */
  readonly route: string;
  readonly verifyFrom: string;
  readonly payloadsFrom: string;
  /** The app's package.json; empty if it has none. */
  readonly packageJson: string;
}
