import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { systemCode } from '../../core/errors.ts';
import { jsonResponse, type ListenerResponse } from '../response.ts';
import { UnfinishedBodies } from './unfinished-bodies.ts';

/** Thrown for a request that gets its response immediately, without becoming a delivery. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly response: ListenerResponse;

  constructor(status: number, message: string) {
    super(message);
    this.response = jsonResponse(status, { error: message });
  }
}

/** Thrown when the sender disconnects before its body is complete. */
export class AbortedRequest extends Error {
  override readonly name = 'AbortedRequest';
}

/** A body that is too large is still read up to this many times the limit, so that its sender gets the response. */
const drainFactor = 8;

/**
 * Takes a body that has arrived, as nearly all do in one packet with their headers: it never counts as
 * unfinished. Returns undefined for any other body, and for one beyond the limit.
 * @param limit the largest body accepted, in bytes
 */
export function takeBody(request: IncomingMessage, limit: number): Buffer | undefined {
  const announced = Number(request.headers['content-length']);
  if (request.readableLength !== announced || announced > limit) return undefined;
  const body: Buffer | null = request.read();
  request.resume(); // Ends the request, which closes it.
  return body ?? Buffer.alloc(0);
}

/**
 * Reads a request's whole body.
 * @param limit the largest body accepted, in bytes
 * @param unfinished bounds what this body and others hold together while they are received
 * @throws RefusedRequest 413 beyond the limit, 503 if too many bytes are held and this body has stalled;
 *   AbortedRequest if the sender disconnects
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  unfinished = new UnfinishedBodies(Number.POSITIVE_INFINITY),
): Promise<Buffer> {
  const tooLarge = () =>
    new RefusedRequest(413, `The body is larger than ${limit} bytes (--max-body).`);
  const announced = Number(request.headers['content-length'] ?? Number.NaN);
  if (announced > limit * drainFactor) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks = new Chunks();
    let length = 0;
    let isWhole = false;
    let isRefused = false;
    const body = unfinished.open({
      pause: () => request.pause(),
      resume: () => request.resume(),
      refuse() {
        isRefused = true;
        chunks.clear();
        reject(stalled());
      },
    });
    request.on('data', (chunk: Buffer) => {
      if (isRefused) return;
      length += chunk.length;
      if (length <= limit) chunks.add(chunk);
      else chunks.clear();
      if (length > limit * drainFactor) reject(tooLarge());
      if (length > limit || length === announced) body.finish();
      else body.grow(chunk.length);
    });
    request.on('end', () => {
      isWhole = true;
      body.finish();
      if (length > limit) reject(tooLarge());
      else resolve(chunks.join());
    });
    request.on('error', waitForClose);
    // Most requests close after their end: creating an unused error would cost a stack trace.
    request.on('close', () => {
      body.finish();
      if (!isWhole) reject(new AbortedRequest());
    });
  });
}

function stalled(): RefusedRequest {
  return new RefusedRequest(
    503,
    'Too many incomplete bodies are in memory, and this body has stalled the longest.',
  );
}

/** Number of small chunks that are joined: each has an overhead of some hundred bytes. */
const smallChunks = 256;

/** The chunks of a body. */
class Chunks {
  #chunks: Buffer[] = [];
  /** The number of chunks at the end of the list that are not joined yet. */
  #loose = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    if (++this.#loose < smallChunks) return;
    this.#chunks.push(Buffer.concat(this.#chunks.splice(-smallChunks)));
    this.#loose = 0;
  }

  clear(): void {
    this.#chunks = [];
    this.#loose = 0;
  }

  join(): Buffer {
    const [only] = this.#chunks;
    return this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
  }
}

/** Ignores an error: the close event that follows rejects. */
function waitForClose(): void {}

/** Each coding may take as long as a body at the limit, and a header has room for thousands of them. */
const mostCodings = 4;

/**
 * Decodes the content codings of a body (RFC 9110, 8.4).
 * @param coding the content-encoding header
 * @throws RefusedRequest 415 for an unknown coding or an invalid body, 413 for a body that decodes to more
 *   than the limit
 */
export async function decodeBody(body: Buffer, coding: string, limit: number): Promise<Buffer> {
  const names = coding.split(',').map((name) => name.trim().toLowerCase());
  const codings = names.filter((name) => name !== '' && name !== 'identity');
  if (codings.length > mostCodings) {
    throw new RefusedRequest(415, `The body has more than ${mostCodings} content codings.`);
  }
  let decoded = body;
  for (const name of codings.reverse()) decoded = await decodeOne(decoded, name, limit);
  return decoded;
}

async function decodeOne(body: Buffer, coding: string, limit: number): Promise<Buffer> {
  const { brotliDecompress, gunzip, inflate } = await import('node:zlib');
  const options = { maxOutputLength: limit };
  try {
    switch (coding) {
      case 'gzip':
      case 'x-gzip':
        return await promisify<Buffer, object, Buffer>(gunzip)(body, options);
      case 'deflate':
        return await promisify<Buffer, object, Buffer>(inflate)(body, options);
      case 'br':
        return await promisify<Buffer, object, Buffer>(brotliDecompress)(body, options);
    }
  } catch (error) {
    if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') {
      throw new RefusedRequest(413, `The decoded body is larger than ${limit} bytes (--max-body).`);
    }
    throw new RefusedRequest(
      415,
      `The body is not valid ${coding}, although its content-encoding says so.`,
    );
  }
  throw new RefusedRequest(
    415,
    `Unsupported content-encoding '${coding}'. Use gzip, deflate or br.`,
  );
}
