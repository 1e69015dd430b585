import { StringDecoder } from 'node:string_decoder';
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import { headerValue, type RawHeaders } from './raw-headers.ts';

/** Bytes of a response's text that are shown. */
const maxText = 4096;

/** Bytes. A body that decodes to more is treated as undecodable: it may be a decompression bomb. */
const maxDecoded = 4 * 1024 * 1024;

interface ResponseBody {
  readonly headers: RawHeaders;
  /** Possibly only the beginning. */
  readonly body: Buffer;
}

/** Returns the beginning of a response's body as text, decompressed, at most 4 KB. */
export function responseText(response: ResponseBody): string {
  // The decoder leaves out an incomplete last character.
  return new StringDecoder('utf8').write(decodeResponse(response).subarray(0, maxText));
}

/** Returns a response's body without its content encoding; unchanged if it cannot be decoded. */
export function decodeResponse({ headers, body }: ResponseBody): Buffer {
  const encoding = headerValue(headers, 'content-encoding')?.trim().toLowerCase();
  // Only the beginning may be stored, so an unexpected end is not an error.
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = constants;
  const options = { maxOutputLength: maxDecoded, finishFlush: Z_SYNC_FLUSH };
  try {
    switch (encoding) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, options);
      case 'deflate':
        return inflateSync(body, options);
      case 'br':
        return brotliDecompressSync(body, { ...options, finishFlush: BROTLI_OPERATION_FLUSH });
      default:
        return body;
    }
  } catch {
    return body;
  }
}
