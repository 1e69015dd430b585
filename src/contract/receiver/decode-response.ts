import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import type { TransportResponse } from '../../core/http/transport.ts';

type Decode = (body: Buffer, options: zlib.ZlibOptions) => Promise<Buffer>;

const decoders: Readonly<Record<string, Decode>> = {
  gzip: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  'x-gzip': promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  deflate: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate),
  br: promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress) as Decode,
};

/** Bytes of a decoded body that are kept. */
const maxOutputLength = 8 * 1024 * 1024;

/**
 * Returns a response with its body decoded (gzip, deflate, br); as it is where it is not encoded, or
 * cannot be decoded.
 */
export async function decodeResponse(response: TransportResponse): Promise<TransportResponse> {
  const { headers, body } = response;
  const at = headers.findIndex(
    (name, index) => index % 2 === 0 && name.toLowerCase() === 'content-encoding',
  );
  const decode = decoders[at < 0 ? '' : (headers[at + 1] ?? '').trim().toLowerCase()];
  if (!decode || body.length === 0) return response;
  try {
    return { ...response, body: await decode(body, { maxOutputLength }) };
  } catch {
    return response;
  }
}
