import { request } from 'node:http';
import { sign } from '../../src/core/logto/signature.ts';
import { signingKey } from './listener.ts';

export interface PostAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** POSTs exact bytes. */
export function post(
  url: string,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

export interface SignedPost {
  /** By default, the listener's key. */
  readonly key?: string;
  /** Omits content-length. */
  readonly chunked?: boolean;
  /** Compresses the signed body. */
  readonly encode?: (body: Buffer) => Buffer;
  readonly encoding?: string;
}

/** POSTs exact bytes with their signature. */
export async function postSigned(
  url: string,
  body: Buffer,
  { key = signingKey, chunked = false, encode, encoding }: SignedPost = {},
): Promise<PostAnswer & { sentSignature: string }> {
  const sentSignature = sign(body, key);
  const sent = encode ? encode(body) : body;
  const response = await post(url, sent, {
    'logto-signature-sha-256': sentSignature,
    'content-type': 'application/json',
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(sent.length) }),
  });
  return { ...response, sentSignature };
}
