import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** A request with its whole body. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** An error response, in Logto's words. */
export class Refused extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      ...headers,
    })
    .end(text);
}

/** Returns Koa's ETag of a GET response: length and the beginning of a SHA-1. */
export function entityTag(body: unknown): string {
  const text = JSON.stringify(body);
  const digest = createHash('sha1').update(text).digest('base64').slice(0, 27);
  return `"${Buffer.byteLength(text).toString(16)}-${digest}"`;
}

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Returns a page of a list with its headers, whose links lack `/api`, as Logto's do.
 * @param isOptional whether to return everything, without headers, if no page is requested
 */
export function paginate<Item>(
  all: readonly Item[],
  url: URL,
  { isOptional = false } = {},
): PageOf<Item> {
  const { searchParams } = url;
  if (isOptional && !searchParams.has('page') && !searchParams.has('page_size')) {
    return { items: all, headers: {} };
  }
  const page = Number(searchParams.get('page') ?? 1);
  const size = Number(searchParams.get('page_size') ?? 20);
  if (!(page >= 1 && size >= 1 && size <= 100 && Number.isInteger(page * size))) {
    throw new Refused(400, {
      code: 'guard.invalid_pagination',
      message: 'The request pagination value is invalid.',
    });
  }
  const last = Math.max(1, Math.ceil(all.length / size));
  const linkTo = (to: number, relation: string) => {
    const query = new URLSearchParams(searchParams);
    query.set('page', String(to));
    return `<${url.origin}${url.pathname.replace(/^\/api/, '')}?${query}>; rel="${relation}"`;
  };
  const links = [linkTo(1, 'first'), linkTo(last, 'last')];
  if (page > 1) links.push(linkTo(page - 1, 'prev'));
  if (page < last) links.push(linkTo(page + 1, 'next'));
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: { link: links.join(', '), 'total-number': String(all.length) },
  };
}
