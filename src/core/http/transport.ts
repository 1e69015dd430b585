import type { RawHeaders } from './raw-headers.ts';

/** One HTTP request, as it shall be on the wire. */
export interface TransportRequest {
  readonly method: string;
  readonly url: URL;
  /** All but `host` and `connection`, which come first, and `content-length`, which comes last. */
  readonly headers: RawHeaders;
  /** Undefined for a request without a body: then no `content-length` is sent. */
  readonly body: Buffer | undefined;
  /** Milliseconds until the response's headers; the body may then take as long again. */
  readonly timeout: number;
  /** The response's body beyond so many bytes is not kept. */
  readonly maxResponse: number;
  readonly signal?: AbortSignal | undefined;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
  /** False where the body was longer than `maxResponse`, came too slowly, or broke off. */
  readonly complete: boolean;
}

/** Speaks HTTP/1.1 for us. Two of them exist, for their costs differ; what they put on the wire does not. */
export interface Transport {
  /** @throws the system's error, or a TimeoutError */
  request(request: TransportRequest): Promise<TransportResponse>;
  /** Ends idle connections; what is in flight is cut off. */
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Takes any certificate. */
  readonly insecure: boolean;
  /** How many connections to one origin there may be; what exceeds them waits. */
  readonly connections: number;
}

/** No response within the time given. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  /** Milliseconds waited. */
  readonly timeout: number;

  constructor(timeout: number) {
    super(`no response within ${timeout} ms`);
    this.timeout = timeout;
  }
}

/** Collects a response body up to a limit. */
export class BodyCollector {
  readonly #chunks: Buffer[] = [];
  readonly #limit: number;
  #length = 0;
  #complete = true;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns false once the limit is passed: nothing more is wanted */
  add(chunk: Buffer): boolean {
    const room = this.#limit - this.#length;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.#chunks.push(kept);
    this.#length += kept.length;
    if (kept.length < chunk.length) this.#complete = false;
    return this.#complete;
  }

  /** Marks the body as cut off. */
  cut(): void {
    this.#complete = false;
  }

  finish(): Pick<TransportResponse, 'body' | 'complete'> {
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
    return { body, complete: this.#complete };
  }
}
