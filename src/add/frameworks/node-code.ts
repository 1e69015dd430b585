import { catalog } from '../../core/logto/catalog.ts';
import type { EventName } from '../../core/logto/events.ts';

/*
 * The code for JavaScript and TypeScript apps, in the form that formatCode takes: TypeScript-only code is
 * between ‹ and ›.
 */

/** How a framework reads the signing key from its environment. */
export interface KeySource {
  readonly import?: string;
  readonly expression: string;
}

export const processEnv: KeySource = { expression: 'process.env.LOGTO_WEBHOOK_SIGNING_KEY' };

/** The types are in the directory of the verify file. */
const payloadsBeside = './logto-payloads';

/** Returns the file that verifies and parses a delivery. */
export function verifyFile({ import: keyImport, expression }: KeySource): string {
  return `import { createHmac, timingSafeEqual } from 'node:crypto';
${keyImport ? `${keyImport}\n` : ''}‹import type { LogtoPayload } from '${payloadsBeside}';›

/**
 * Verifies a delivery of a Logto webhook over its raw bytes: HMAC-SHA256 in hex, compared in constant time.
 * Throws if the signing key is not set.
 */
export function verifyLogtoSignature(rawBody‹: Uint8Array›, signature‹: string | null | undefined›)‹: boolean› {
  const signingKey = ${expression};
  if (!signingKey) throw new Error('LOGTO_WEBHOOK_SIGNING_KEY is not set.');
  const expected = Buffer.from(createHmac('sha256', signingKey).update(rawBody).digest('hex'));
  const received = Buffer.from(signature ?? '');
  return received.length === expected.length && timingSafeEqual(received, expected);
}

/** Returns the payload of a verified body, or undefined if it is not a JSON object with an event. */
export function parseLogtoPayload(rawBody‹: Uint8Array›)‹: LogtoPayload | undefined› {
  try {
    const payload = JSON.parse(Buffer.from(rawBody).toString());
    return typeof payload?.event === 'string' ? payload : undefined;
  } catch {
    return undefined;
  }
}
`;
}

/** Returns the function with a case for each event. */
export function handler(events: readonly EventName[]): string {
  const cases = events.map(
    (event) => `    case '${event}':
      // ${catalog[event].use}
      console.log(payload.event, payload.createdAt);
      break;
`,
  );
  return `/** Logto up to 1.42 does not retry, and waits 10 seconds: do slow work after the response. */
async function handleEvent(payload‹: LogtoPayload›)‹: Promise<void>› {
  switch (payload.event) {
${cases.join('')}    default:
      // Events without a case, and the test payloads of Logto's Console.
      break;
  }
}
`;
}

/** Returns the imports of a route file. */
export function routeImports(verifyFrom: string, payloadsFrom: string): string {
  return `‹import type { LogtoPayload } from '${payloadsFrom}';›
import { parseLogtoPayload, verifyLogtoSignature } from '${verifyFrom}';
`;
}

/** Returns the handler of frameworks with web-standard requests, under the given export line. */
export function webRoute(
  signature: string,
  { events, verifyFrom, payloadsFrom }: RouteParts,
  head = '',
): string {
  return `${routeImports(verifyFrom, payloadsFrom)}${head}
${signature} {
  try {
    const rawBody = Buffer.from(await request.arrayBuffer());
    if (!verifyLogtoSignature(rawBody, request.headers.get('logto-signature-sha-256'))) {
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
}

${handler(events)}`;
}

/** What the files of a route are made from. */
export interface RouteParts {
  readonly events: readonly EventName[];
  /** Path of the route, such as /webhooks/logto. */
  readonly route: string;
  readonly verifyFrom: string;
  readonly payloadsFrom: string;
}
