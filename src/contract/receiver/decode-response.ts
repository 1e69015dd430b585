import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import type { TransportResponse } from '../../core/http/transport/transport.ts';

type Decode = (body: Buffer) => Promise<Buffer>;

/** Bytes of a decoded body that are kept. */
const maxOutputLength = 8 * 1024 * 1024;

/** Decodes the available part of a truncated body. */
const partial = { maxOutputLength, finishFlush: zlib.constants.Z_SYNC_FLUSH };
const partialBrotli = { maxOutputLength, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH };

const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const brotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);

/** Node.js has it since 22.15. */
const zstd: unknown = Reflect.get(zlib, 'zstdDecompress');

const decoders: Readonly<Record<string, Decode>> = {
  gzip: (body) => gunzip(body, partial),
  'x-gzip': (body) => gunzip(body, partial),
  // Some servers omit the zlib header that RFC 9110 requires.
  deflate: (body) => inflate(body, partial).catch(() => inflateRaw(body, partial)),
  br: (body) => brotli(body, partialBrotli),
  ...(typeof zstd === 'function' ? { zstd: decodeZstd(zstd) } : {}),
};

function decodeZstd(decompress: CallableFunction): Decode {
  return (body) =>
    new Promise((resolve, reject) => {
      decompress(body, { maxOutputLength }, (error: unknown, decoded: Buffer) =>
        error ? reject(error) : resolve(decoded),
      );
    });
}

/**
 * Returns a response with its body decoded (gzip, deflate, br, and zstd if Node.js has it), also if
 * several encodings are applied; unchanged if it is not encoded or cannot be decoded.
 */
export async function decodeResponse(response: TransportResponse): Promise<TransportResponse> {
  const encodings = response.headers
    .flatMap((name, index) =>
      index % 2 === 0 && name.toLowerCase() === 'content-encoding'
        ? (response.headers[index + 1] ?? '').toLowerCase().split(',')
        : [],
    )
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  let { body } = response;
  try {
    for (const encoding of encodings.toReversed()) {
      const decode = decoders[encoding];
      if (!decode || body.length === 0) return response;
      body = await decode(body);
    }
  } catch {
    return response;
  }
  return { ...response, body };
}
