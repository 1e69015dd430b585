import type * as z from 'zod';
import { headerValue } from '../../core/http/raw-headers.ts';
import type { TenantConnection } from './connection.ts';
import { explainShape, oversizeCode } from './explain-failure.ts';
import { explainRefusal, notLogto } from './explain-refusal.ts';
import {
  sendToTenant,
  type TenantHttpOptions,
  type TenantRequest,
  type TenantResponse,
} from './http.ts';
import { PageCycle } from './page-cycle.ts';
import { parseItems, parseResponse } from './parse-response.ts';
import { TenantError } from './tenant-error.ts';
import { createTokenSource, type TokenSource } from './token.ts';

export interface Page<Item> {
  readonly items: Item[];
  /** The number of items in all pages; undefined if Logto does not say. */
  readonly total: number | undefined;
  /** The tenant's clock in epoch milliseconds, to the second. */
  readonly serverTime: number | undefined;
}

export interface Paging {
  /** From 1. */
  readonly page: number;
  /** At most 100. */
  readonly pageSize: number;
}

/** The largest page that Logto returns. */
export const maxPageSize = 100;

/** The number of parts in which a page that is too large is read. */
const parts = 10;

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Call {
  readonly method: TenantRequest['method'];
  readonly path: string;
  readonly query?: Query;
  readonly json?: unknown;
  /** Whether the call may be repeated; by default all but POST. */
  readonly isRepeatable?: boolean;
}

/**
 * Calls the Management API with an access token and checks the responses.
 * Every method throws TenantError if the tenant rejects the call or cannot be reached, and the reason of
 * the signal if it is aborted.
 */
export class ManagementApi {
  readonly #connection: TenantConnection;
  readonly #http: TenantHttpOptions;
  readonly #tokens: TokenSource;
  /** Lists that a warning about repeated pages was printed for. */
  readonly #repeating = new Set<string>();

  /** @param http its endpoint is the connection's */
  constructor(connection: TenantConnection, http: Omit<TenantHttpOptions, 'endpoint'>) {
    this.#connection = connection;
    this.#http = { ...http, endpoint: connection.endpoint };
    this.#tokens = createTokenSource(connection, this.#http);
  }

  /** Yields all items of a list, each once, even if items move between pages while they are read. */
  async *items<Item extends { readonly id: string }>(
    path: string,
    query: Query,
    schema: z.ZodType<Item>,
    pageSize = maxPageSize,
  ): AsyncGenerator<Item> {
    const seen = new Set<string>();
    for await (const { items } of this.pages(path, query, schema, pageSize)) {
      const fresh = items.filter(({ id }) => !seen.has(id));
      if (fresh.length === 0) return items.length > 0 ? this.warnOfRepeat(path) : undefined;
      for (const item of fresh) {
        seen.add(item.id);
        yield item;
      }
    }
  }

  /** Yields the pages of a list, up to the first that contains nothing new. */
  async *pages<Item extends { readonly id: string }>(
    path: string,
    query: Query,
    schema: z.ZodType<Item>,
    pageSize: number,
  ): AsyncGenerator<Page<Item>> {
    const cycle = new PageCycle();
    for (let page = 1; ; page++) {
      const read = await this.page(path, query, { page, pageSize }, schema);
      const { items, total } = read;
      if (cycle.isRepeat(items)) return this.warnOfRepeat(path);
      yield read;
      const isLast = total === undefined ? items.length < pageSize : page * pageSize >= total;
      if (isLast || items.length === 0) return;
    }
  }

  /** Warns once per list that its pages repeat and that the rest was not read. */
  warnOfRepeat(path: string): void {
    if (this.#repeating.has(path)) return;
    this.#repeating.add(path);
    this.#http.onWarning?.(`The tenant repeats the pages of GET ${path}. The rest was not read.`);
  }

  /** Returns a page; reads it in ten parts if the response is too large. */
  async page<Item>(
    path: string,
    query: Query,
    paging: Paging,
    schema: z.ZodType<Item>,
  ): Promise<Page<Item>> {
    try {
      return await this.#readPage(path, query, paging, schema);
    } catch (error) {
      const isOversize = error instanceof TenantError && error.code === oversizeCode;
      if (!isOversize || paging.pageSize % parts !== 0) throw error;
      return await this.#readParts(path, query, paging, schema);
    }
  }

  async #readParts<Item>(
    path: string,
    query: Query,
    { page, pageSize }: Paging,
    schema: z.ZodType<Item>,
  ): Promise<Page<Item>> {
    const size = pageSize / parts;
    const first = (page - 1) * parts + 1;
    const read = await this.page(path, query, { page: first, pageSize: size }, schema);
    let last = read;
    for (let part = 1; part < parts && last.items.length === size; part++) {
      last = await this.page(path, query, { page: first + part, pageSize: size }, schema);
      read.items.push(...last.items);
    }
    return read;
  }

  async #readPage<Item>(
    path: string,
    query: Query,
    { page, pageSize }: Paging,
    schema: z.ZodType<Item>,
  ): Promise<Page<Item>> {
    const paged = { ...query, page, page_size: pageSize };
    const call = { method: 'GET', path, query: paged } as const;
    const response = await this.#exchange(call);
    const { headers, body } = response;
    const items = parseItems(body, schema, nameOf(call));
    if (!items) throw notLogto(response, this.#connection);
    const date = Date.parse(headerValue(headers, 'date') ?? '');
    return {
      items,
      total: wholeNumber(headerValue(headers, 'total-number')),
      serverTime: Number.isNaN(date) ? undefined : date,
    };
  }

  async call<Answer>(call: Call, schema: z.ZodType<Answer>): Promise<Answer> {
    const response = await this.#exchange(call);
    const content = parseResponse(response.body);
    if (content === undefined && response.status !== 204) {
      throw notLogto(response, this.#connection);
    }
    const result = schema.safeParse(content);
    if (!result.success) throw explainShape(result.error, nameOf(call));
    return result.data;
  }

  /** Makes a call whose response is not read: some of Logto's are the text `Created`. */
  async send(call: Call): Promise<void> {
    await this.#exchange(call);
  }

  /** Sends a call, and again with a new token if the first one is not accepted. */
  async #exchange(call: Call): Promise<TenantResponse> {
    let token = await this.#tokens.get();
    let response = await this.#send(call, token);
    if (response.status === 401) {
      this.#tokens.discard(token);
      token = await this.#tokens.get();
      response = await this.#send(call, token);
    }
    const { status } = response;
    if (status < 200 || status >= 300)
      throw explainRefusal(response, nameOf(call), this.#connection);
    return response;
  }

  #send({ method, path, query = {}, json, isRepeatable = method !== 'POST' }: Call, token: string) {
    // Without a body, node:http would send a PATCH with `transfer-encoding: chunked`.
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

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
