import * as z from 'zod';
import { headerValue } from '../core/http/raw-headers.ts';
import type { TenantConnection } from './connection.ts';
import { explainRefusal, explainShape, notLogto } from './failures.ts';
import { sendToTenant, type TenantHttpOptions, type TenantRequest } from './http.ts';
import { createTokenSource, type TokenSource } from './token.ts';

export interface Page<Item> {
  readonly items: Item[];
  /** In all pages together, when this one was made; undefined where Logto does not say. */
  readonly total: number | undefined;
  /** The tenant's clock, to the second: epoch milliseconds. */
  readonly serverTime: number | undefined;
}

export interface Paging {
  /** From 1. */
  readonly page: number;
  /** At most 100. */
  readonly pageSize: number;
}

/** The most that Logto gives. */
export const maxPageSize = 100;

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Call {
  readonly method: TenantRequest['method'];
  readonly path: string;
  readonly query?: Query;
  readonly json?: unknown;
  /** Unless said, all but POST. */
  readonly isRepeatable?: boolean;
}

/**
 * Calls of the Management API: signed in, checked, and page by page. Everything throws TenantError
 * where the tenant refuses or is not reached, and the signal's reason where that is aborted.
 */
export class ManagementApi {
  readonly #connection: TenantConnection;
  readonly #http: TenantHttpOptions;
  readonly #tokens: TokenSource;

  /** @param http its endpoint is the connection's */
  constructor(connection: TenantConnection, http: Omit<TenantHttpOptions, 'endpoint'>) {
    this.#connection = connection;
    this.#http = { ...http, endpoint: connection.endpoint };
    this.#tokens = createTokenSource(connection, this.#http);
  }

  /** All items of a list, each once, however the pages shift meanwhile. */
  async *items<Item extends { readonly id: string }>(
    path: string,
    query: Query,
    schema: z.ZodType<Item>,
    pageSize = maxPageSize,
  ): AsyncGenerator<Item> {
    const seen = new Set<string>();
    for await (const { items } of this.pages(path, query, schema, pageSize)) {
      for (const item of items) {
        if (seen.has(item.id)) continue;
        seen.add(item.id);
        yield item;
      }
    }
  }

  /** A list, a page at a time. */
  async *pages<Item>(
    path: string,
    query: Query,
    schema: z.ZodType<Item>,
    pageSize: number,
  ): AsyncGenerator<Page<Item>> {
    for (let page = 1; ; page++) {
      const read = await this.page(path, query, { page, pageSize }, schema);
      yield read;
      const { items, total } = read;
      const isLast = total === undefined ? items.length < pageSize : page * pageSize >= total;
      if (isLast || items.length === 0) return;
    }
  }

  async page<Item>(
    path: string,
    query: Query,
    { page, pageSize }: Paging,
    schema: z.ZodType<Item>,
  ): Promise<Page<Item>> {
    const paged = { ...query, page, page_size: pageSize };
    const call = { method: 'GET', path, query: paged } as const;
    const { headers, body } = await this.#exchange(call);
    const date = Date.parse(headerValue(headers, 'date') ?? '');
    return {
      items: read(body, z.array(schema), call),
      total: wholeNumber(headerValue(headers, 'total-number')),
      serverTime: Number.isNaN(date) ? undefined : date,
    };
  }

  async call<Answer>(call: Call, schema: z.ZodType<Answer>): Promise<Answer> {
    const { body } = await this.#exchange(call);
    return read(body, schema, call);
  }

  /** With a token that is renewed once where it is not accepted. */
  async #exchange(call: Call) {
    let token = await this.#tokens.get();
    let answer = await this.#send(call, token);
    if (answer.status === 401) {
      this.#tokens.discard(token);
      token = await this.#tokens.get();
      answer = await this.#send(call, token);
    }
    const { status, body } = answer;
    if (status < 200 || status >= 300) {
      throw explainRefusal({ status, body, request: nameOf(call) }, this.#connection);
    }
    if (body === undefined && status !== 204) throw notLogto(status, this.#connection);
    return answer;
  }

  #send({ method, path, query = {}, json, isRepeatable = method !== 'POST' }: Call, token: string) {
    // Without any, node:http would send the body of a PATCH in chunks of nothing.
    const empty = method === 'PATCH' ? Buffer.alloc(0) : undefined;
    const body = json === undefined ? empty : Buffer.from(JSON.stringify(json));
    const headers = ['authorization', `Bearer ${token}`, 'accept', 'application/json'];
    if (json !== undefined) headers.push('content-type', 'application/json');
    return sendToTenant(
      { method, path: `${path}${queryText(query)}`, headers, body, isRepeatable },
      this.#http,
    );
  }
}

function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function nameOf({ method, path }: Call): string {
  return `${method} ${path}`;
}

function read<Answer>(body: unknown, schema: z.ZodType<Answer>, call: Call): Answer {
  const answer = schema.safeParse(body);
  if (!answer.success) throw explainShape(answer.error, nameOf(call));
  return answer.data;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
