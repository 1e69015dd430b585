import { createHmac, timingSafeEqual } from 'node:crypto';

/** The key that all receivers here know. */
export const signingKey = 'Receivers0Signing1Key2For3Tests4';

/** A request, whatever framework took it. */
export interface Incoming {
  readonly method: string;
  /** A header's value; lines of one name joined by `, `, as all the frameworks do. */
  header(name: string): string | undefined;
  readonly rawBody: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Payload = Record<string, unknown>;

/** What a receiver does, step by step; each may throw, which is answered 500. */
export interface Steps {
  /** Answers at once what is not worth a look. */
  admit(request: Incoming): Reply | undefined | Promise<Reply | undefined>;
  verify(rawBody: Buffer, signature: string | undefined): boolean;
  parse(rawBody: Buffer): unknown;
  /** Does what there is to do; a reply only where it refuses. */
  handle(payload: Payload, rawBody: Buffer): Reply | undefined | Promise<Reply | undefined>;
  /** What is told to whoever may not. */
  refuse(rawBody: Buffer): Reply;
}

/** A receiver without a flaw: raw bytes, any header, any event. */
export const good: Steps = {
  admit: ({ method }) => (method === 'POST' ? undefined : { status: 405 }),
  verify: (rawBody, signature) => isEqual(hmac(rawBody), signature ?? ''),
  parse: (rawBody) => JSON.parse(rawBody.toString()),
  handle: () => undefined,
  refuse: () => ({ status: 401, body: { error: 'invalid signature' } }),
};

/** Takes a request from its bytes to the answer. */
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

/** The signature of a text or bytes; of another key, if given. */
export function hmac(body: string | Buffer, key: string = signingKey): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

/** Whether two signatures are equal; whatever the second one holds. */
export function isEqual(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A field of a payload, as deep as asked for, or undefined. */
export function field(payload: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => Object(value)[key], payload);
}
