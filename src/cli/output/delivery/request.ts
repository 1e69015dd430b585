import { maskPath, maskUrl } from '../../../core/http/mask-url.ts';
import { headersToObject } from '../../../core/http/raw-headers.ts';
import type { Outgoing, SignedRequest } from '../../../core/logto/signed-request.ts';
import type { Style } from '../../terminal/index.ts';

/** Returns a request as it is on the wire (RFC 9112), with colored header names. */
export function renderRequest({ request }: SignedRequest, style: Style): string {
  const { method, url, body } = request;
  const wire = [
    'host',
    url.host,
    'connection',
    'keep-alive',
    ...request.headers,
    'content-length',
    String(body.length),
  ];
  const lines = [`${style.bold(`${method} ${maskPath(`${url.pathname}${url.search}`)}`)} HTTP/1.1`];
  for (let i = 0; i < wire.length; i += 2)
    lines.push(`${style.cyan(wire[i] ?? '')}: ${wire[i + 1]}`);
  return `${lines.join('\n')}\n\n${body.toString()}\n`;
}

/** Returns the `--json` record of a request that is not sent. */
export function toRequestRecord(
  { event, variant }: Outgoing,
  { request, signature }: SignedRequest,
) {
  const { method, url, headers, body } = request;
  const text = body.toString();
  const isText = Buffer.from(text).equals(body);
  return {
    type: 'request',
    event,
    variant,
    method,
    url: maskUrl(url),
    headers: headersToObject(headers),
    signature,
    ...(isText ? { body: text } : { bodyBase64: body.toString('base64') }),
  };
}
