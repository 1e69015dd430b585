import type { RawHeaders } from '../raw-headers.ts';

/** One HTTP request, exactly as it is sent. */
export interface TransportRequest {
  readonly method: string;
  readonly url: URL;
  /** All except `host` and `connection`, which come first, and `content-length`, which comes last. */
  readonly headers: RawHeaders;
  /** Undefined for a request without a body, which has no `content-length`. */
  readonly body: Buffer | undefined;
  /** Milliseconds to wait for the response's headers, and again for its body. */
  readonly timeout: number;
  /** Bytes of the response's body to keep. */
  readonly maxResponse: number;
  readonly signal?: AbortSignal | undefined;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
  /** False if the body was longer than `maxResponse`, too slow, or incomplete. */
  readonly complete: boolean;
}

/** Sends HTTP/1.1 requests. The two implementations differ in start-up time and throughput, not in what they send. */
export interface Transport {
  /** @throws the system's error, a TimeoutError, or a ProxyError */
  request(request: TransportRequest): Promise<TransportResponse>;
  /** Closes all connections, also those in use. */
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Accepts any certificate. */
  readonly insecure: boolean;
  /** The most connections to one origin; further requests wait. */
  readonly connections: number;
}

/** There was no response in time. */
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

  /** Adds a chunk. @returns false once the limit is exceeded, so that reading can stop */
  add(chunk: Buffer): boolean {
    const room = this.#limit - this.#length;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.#chunks.push(kept);
    this.#length += kept.length;
    if (kept.length < chunk.length) this.#complete = false;
    return this.#complete;
  }

  /** Marks the body as incomplete. */
  cut(): void {
    this.#complete = false;
  }

  finish(): Pick<TransportResponse, 'body' | 'complete'> {
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
    return { body, complete: this.#complete };
  }
}
