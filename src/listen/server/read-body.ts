import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { systemCode } from '../../core/errors.ts';
import { jsonResponse, type ListenerResponse } from '../request.ts';

/** Thrown for a request that is answered at once, without becoming a delivery. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly answer: ListenerResponse;

  constructor(status: number, message: string) {
    super(message);
    this.answer = jsonResponse(status, { error: message });
  }
}

/** The sender went away before its body was whole. */
export class AbortedRequest extends Error {
  override readonly name = 'AbortedRequest';
}

/** A body that is too large is still read up to so many times the limit, so that its sender hears why. */
const drainFactor = 8;

/**
 * Reads a request's body, all of it or nothing.
 * @param limit the largest body taken, in bytes
 * @throws RefusedRequest 413 beyond the limit; AbortedRequest when the sender breaks off
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () =>
    new RefusedRequest(413, `The body is larger than ${limit} bytes (--max-body).`);
  if (Number(request.headers['content-length'] ?? 0) > limit * drainFactor) {
    return Promise.reject(tooLarge());
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let isWhole = false;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (length > limit * drainFactor) reject(tooLarge());
    });
    request.on('end', () => {
      isWhole = true;
      if (length > limit) reject(tooLarge());
      else resolve(joined(chunks));
    });
    request.on('error', waitForClose);
    // Most requests close after their end: an error that nobody hears of costs its stack trace.
    request.on('close', () => {
      if (!isWhole) reject(new AbortedRequest());
    });
  });
}

/** An error is followed by the close that tells of it. */
function waitForClose(): void {}

function joined(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks);
}

/**
 * Undoes the content codings of a body (RFC 9110, 8.4).
 * @param coding the content-encoding header
 * @throws RefusedRequest 415 for a coding that is unknown or a body that is broken, 413 for one
 *   that grows beyond the limit
 */
export async function decodeBody(body: Buffer, coding: string, limit: number): Promise<Buffer> {
  const codings = coding.split(',').map((name) => name.trim().toLowerCase());
  let decoded = body;
  for (const name of codings.reverse()) {
    if (name !== '' && name !== 'identity') decoded = await decodeOne(decoded, name, limit);
  }
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
      throw new RefusedRequest(413, `The body grows beyond ${limit} bytes (--max-body).`);
    }
    throw new RefusedRequest(
      415,
      `The body is not ${coding}, though its content-encoding says so.`,
    );
  }
  throw new RefusedRequest(
    415,
    `The content-encoding '${coding}' cannot be read; gzip, deflate and br can.`,
  );
}
