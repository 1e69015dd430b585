import * as z from 'zod';
import type { Attempt } from '../../core/http/deliver.ts';
import { TimeoutError } from '../../core/http/transport/transport.ts';

/** The connection between a command and its worker. */
export interface Channel {
  send(message: object): void;
  onMessage(take: (message: unknown) => void): void;
  /** Called once, when the other process is gone. */
  onClose(take: () => void): void;
  close(): void;
}

const bytes = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array)
  .transform((array) => Buffer.from(array));

/** Messages from the command to the worker. */
export const workerCommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    /** The journal. */
    file: z.string(),
    insecure: z.boolean(),
    /** Deliveries at a time. */
    concurrency: z.number(),
    /** Milliseconds for each response. */
    timeout: z.number(),
  }),
  z.object({
    type: z.literal('deliver'),
    id: z.string(),
    /** The endpoint's digest, as in the journal. */
    to: z.string(),
    url: z.string(),
    headers: z.array(z.string()),
    body: bytes,
  }),
  z.object({ type: z.literal('close') }),
]);
export type WorkerCommand = z.input<typeof workerCommandSchema>;
export type OpenCommand = Extract<z.output<typeof workerCommandSchema>, { type: 'open' }>;
export type DeliverCommand = Extract<z.output<typeof workerCommandSchema>, { type: 'deliver' }>;

const errorSchema = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  address: z.string().optional(),
  /** Milliseconds of a TimeoutError. */
  timeout: z.number().optional(),
});
type SentError = z.infer<typeof errorSchema>;

const attemptSchema = z.object({
  url: z.string(),
  response: z
    .object({
      status: z.number(),
      headers: z.array(z.string()),
      body: bytes,
      complete: z.boolean(),
    })
    .nullable(),
  error: errorSchema.extend({ errors: z.array(errorSchema) }).nullable(),
  redirects: z.array(
    z.object({ status: z.number(), from: z.string(), to: z.string(), dropsBody: z.boolean() }),
  ),
  latencyMs: z.number(),
});

/** Messages from the worker to the command. */
export const workerReportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened') }),
  /** Another process writes the journal, or it cannot be written. */
  z.object({ type: z.literal('refused'), reason: z.string(), remedy: z.string() }),
  z.object({ type: z.literal('attempted'), id: z.string(), attempt: attemptSchema }),
  z.object({ type: z.literal('closed') }),
]);
export type WorkerReport = z.input<typeof workerReportSchema>;

/** Converts an attempt to a message: class instances cannot be sent. */
export function encodeAttempt(attempt: Attempt): z.input<typeof attemptSchema> {
  const { url, response, error, redirects, latencyMs } = attempt;
  const errors = error instanceof AggregateError ? error.errors : [];
  return {
    url: url.href,
    response: response && { ...response, headers: [...response.headers] },
    error: error && {
      ...encodeError(error),
      errors: errors.filter((one) => one instanceof Error).map(encodeError),
    },
    redirects: redirects.map(({ from, to, ...rest }) => ({
      ...rest,
      from: from.href,
      to: to.href,
    })),
    latencyMs,
  };
}

export function decodeAttempt(sent: z.output<typeof attemptSchema>): Attempt {
  const { url, response, error, redirects, latencyMs } = sent;
  return {
    url: new URL(url),
    response,
    error: error && decodeErrors(error, error.errors),
    redirects: redirects.map(({ from, to, ...rest }) => ({
      ...rest,
      from: new URL(from),
      to: new URL(to),
    })),
    latencyMs,
  };
}

function encodeError(error: Error): SentError {
  const { name, message } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const address =
    'address' in error && typeof error.address === 'string' ? { address: error.address } : {};
  const timeout = error instanceof TimeoutError ? { timeout: error.timeout } : {};
  return { name, message, ...code, ...address, ...timeout };
}

function decodeErrors(error: SentError, errors: readonly SentError[]): Error {
  if (errors.length === 0) return decodeError(error);
  const { code } = error;
  const all = new AggregateError(errors.map(decodeError), error.message);
  return code === undefined ? all : Object.assign(all, { code });
}

function decodeError({ message, timeout, ...facts }: SentError): Error {
  return timeout === undefined
    ? Object.assign(new Error(message), facts)
    : new TimeoutError(timeout);
}
