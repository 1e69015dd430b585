import { createHmac, timingSafeEqual } from 'node:crypto';

/** The signing key of all test receivers. */
export const signingKey = 'Receivers0Signing1Key2For3Tests4';

/** A request, independent of the framework. */
export interface Incoming {
  readonly method: string;
  /** Returns a header's value; repeated headers are joined with `, `. */
  header(name: string): string | undefined;
  readonly rawBody: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Payload = Record<string, unknown>;

/** The steps of a receiver; if one throws, the response is 500. */
export interface Steps {
  /** Responds before anything is verified, if it returns a reply. */
  admit(request: Incoming): Reply | undefined | Promise<Reply | undefined>;
  verify(rawBody: Buffer, signature: string | undefined): boolean;
  parse(rawBody: Buffer): unknown;
  /** Handles the event; returns a reply only to refuse it. */
  handle(payload: Payload, rawBody: Buffer): Reply | undefined | Promise<Reply | undefined>;
  /** Returns the reply to a wrong signature. */
  refuse(rawBody: Buffer): Reply;
}

/** A good receiver: raw bytes, any header, any event. */
export const good: Steps = {
  admit: ({ method }) => (method === 'POST' ? undefined : { status: 405 }),
  verify: (rawBody, signature) => isEqual(hmac(rawBody), signature ?? ''),
  parse: (rawBody) => JSON.parse(rawBody.toString()),
  handle: () => undefined,
  refuse: () => ({ status: 401, body: { error: 'invalid signature' } }),
};

/** Runs the steps of a receiver for one request. */
export async function receive(request: Incoming, steps: Steps): Promise<Reply> {
  try {
    const early = await steps.admit(request);
    if (early) return early;
    const { rawBody } = request;
    if (!steps.verify(rawBody, request.header('logto-signature-sha-256'))) {
      return steps.refuse(rawBody);
    }
    const payload = parse(rawBody, steps);
    if (payload === undefined) return { status: 400, body: { error: 'not JSON' } };
    return (await steps.handle(payload, rawBody)) ?? { status: 200, body: { ok: true } };
  } catch {
    return { status: 500, body: { error: 'internal error' } };
  }
}

function parse(rawBody: Buffer, steps: Steps): Payload | undefined {
  try {
    return Object(steps.parse(rawBody));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Returns the signature of text or bytes. */
export function hmac(body: string | Buffer, key: string = signingKey): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

/** Returns whether two signatures are equal, in constant time. */
export function isEqual(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Returns a nested field of a payload, or undefined. */
export function field(payload: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => Object(value)[key], payload);
}
