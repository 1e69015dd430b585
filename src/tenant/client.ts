import { z } from 'zod';
import { headerValue } from '../core/raw-headers.ts';
import type { TenantConnection } from './connection.ts';
import { explainRefusal, explainShape, notLogto, TenantError } from './failures.ts';
import { sendToTenant, type TenantHttpOptions, type TenantRequest } from './http.ts';
import {
  type LogEntry,
  logEntrySchema,
  organizationSchema,
  type TenantOrganization,
  type TenantUser,
  userSchema,
  type Webhook,
  webhookSchema,
} from './schemas.ts';
import { createTokenSource, type TokenSource } from './token.ts';

/** What is set of a webhook when it is made; Logto makes id and signing key. */
export interface NewWebhook {
  readonly name: string;
  readonly events: readonly string[];
  readonly config: WebhookConfig;
  readonly enabled?: boolean | undefined;
}

export interface WebhookConfig {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A part of the log of a webhook; times are epoch milliseconds of the tenant's clock. */
export interface LogWindow {
  /** Entries of this moment and later; Logto gives 24 hours unless told. */
  readonly since?: number | undefined;
  /** Entries of this moment and earlier. */
  readonly until?: number | undefined;
  /** Only of this event. */
  readonly event?: string | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  /** In all pages together, when this one was made; undefined where Logto does not say. */
  readonly total: number | undefined;
  /** The tenant's clock, to the second: epoch milliseconds. */
  readonly serverTime: number | undefined;
}

interface Paging {
  /** From 1. */
  readonly page: number;
  /** At most 100. */
  readonly pageSize: number;
}

/** The most that Logto gives. */
export const maxPageSize = 100;

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Call {
  readonly method: TenantRequest['method'];
  readonly path: string;
  readonly query?: Query;
  readonly json?: unknown;
  /** Unless said, all but POST. */
  readonly isRepeatable?: boolean;
}

/**
 * Logto's Management API, as far as this tool uses it. Everything throws TenantError where the tenant
 * refuses or is not reached, and the signal's reason where that is aborted. Nothing is stored.
 */
export class TenantClient {
  readonly connection: TenantConnection;
  readonly #http: TenantHttpOptions;
  readonly #tokens: TokenSource;

  /** @param http its endpoint is the connection's */
  constructor(connection: TenantConnection, http: Omit<TenantHttpOptions, 'endpoint'>) {
    this.connection = connection;
    this.#http = { ...http, endpoint: connection.endpoint };
    this.#tokens = createTokenSource(connection, this.#http);
  }

  /** All webhooks, the newest first, with their health over 24 hours. */
  async listWebhooks(): Promise<Webhook[]> {
    return collect(this.#items('/api/hooks', { includeExecutionStats: true }, webhookSchema));
  }

  /** All webhooks without their health, and the tenant's clock when the first ones were read. */
  async sightWebhooks(): Promise<{ webhooks: Webhook[]; serverTime: number | undefined }> {
    const webhooks: Webhook[] = [];
    let serverTime: number | undefined;
    for await (const page of this.#pages('/api/hooks', {}, webhookSchema, maxPageSize)) {
      serverTime ??= page.serverTime;
      webhooks.push(...page.items);
    }
    return { webhooks, serverTime };
  }

  async getWebhook(id: string): Promise<Webhook> {
    const query = { includeExecutionStats: true };
    return this.#call({ method: 'GET', path: hookPath(id), query }, webhookSchema);
  }

  async createWebhook(webhook: NewWebhook): Promise<Webhook> {
    return this.#call({ method: 'POST', path: '/api/hooks', json: webhook }, webhookSchema);
  }

  /** Changes what is named; `config` takes the place of the former as a whole. */
  async updateWebhook(id: string, changes: Partial<NewWebhook>): Promise<Webhook> {
    return this.#call({ method: 'PATCH', path: hookPath(id), json: changes }, webhookSchema);
  }

  /** @returns false where it was gone already */
  async deleteWebhook(id: string): Promise<boolean> {
    try {
      await this.#call({ method: 'DELETE', path: hookPath(id) }, z.unknown());
      return true;
    } catch (error) {
      if (error instanceof TenantError && error.status === 404 && error.code) return false;
      throw error;
    }
  }

  /** Gives a webhook a new signing key; the former one ends at once. */
  async rotateSigningKey(id: string): Promise<Webhook> {
    return this.#call({ method: 'PATCH', path: `${hookPath(id)}/signing-key` }, webhookSchema);
  }

  /** Has Logto send its sample payload of each event; 422 says what the endpoint answered. */
  async testWebhook(
    id: string,
    test: { readonly events: readonly string[]; readonly config: WebhookConfig },
  ): Promise<void> {
    await this.#call({ method: 'POST', path: `${hookPath(id)}/test`, json: test }, z.unknown());
  }

  /** One page of a webhook's log, the newest first. Test sends are not in it. */
  async readLogPage(id: string, window: LogWindow, paging: Paging): Promise<Page<LogEntry>> {
    return this.#page(`${hookPath(id)}/recent-logs`, logQuery(window), paging, logEntrySchema);
  }

  /**
   * A webhook's log, the newest first. What is logged meanwhile moves entries to later pages, so none
   * is missed; each is given once.
   */
  async *readLog(id: string, window: LogWindow, pageSize = maxPageSize): AsyncGenerator<LogEntry> {
    const path = `${hookPath(id)}/recent-logs`;
    for await (const entry of this.#items(path, logQuery(window), logEntrySchema, pageSize)) {
      const { createdAt } = entry;
      if (createdAt >= (window.since ?? 0) && createdAt <= (window.until ?? createdAt)) yield entry;
    }
  }

  /** All users of the tenant, a page at a time. */
  users(): AsyncGenerator<Page<TenantUser>> {
    return this.#pages('/api/users', {}, userSchema, maxPageSize);
  }

  /** All organizations of the tenant, a page at a time. */
  organizations(): AsyncGenerator<Page<TenantOrganization>> {
    return this.#pages('/api/organizations', {}, organizationSchema, maxPageSize);
  }

  /** Undefined for one that is not there. */
  async getUser(id: string): Promise<TenantUser | undefined> {
    return this.#find(`/api/users/${encodeURIComponent(id)}`, userSchema);
  }

  /** Undefined for one that is not there. */
  async getOrganization(id: string): Promise<TenantOrganization | undefined> {
    return this.#find(`/api/organizations/${encodeURIComponent(id)}`, organizationSchema);
  }

  async #find<Item>(path: string, schema: z.ZodType<Item>): Promise<Item | undefined> {
    try {
      return await this.#call({ method: 'GET', path }, schema);
    } catch (error) {
      if (error instanceof TenantError && error.status === 404 && error.code) return undefined;
      throw error;
    }
  }

  async *#items<Item extends { readonly id: string }>(
    path: string,
    query: Query,
    schema: z.ZodType<Item>,
    pageSize = maxPageSize,
  ): AsyncGenerator<Item> {
    const seen = new Set<string>();
    for await (const { items } of this.#pages(path, query, schema, pageSize)) {
      for (const item of items) {
        if (seen.has(item.id)) continue;
        seen.add(item.id);
        yield item;
      }
    }
  }

  async *#pages<Item>(
    path: string,
    query: Query,
    schema: z.ZodType<Item>,
    pageSize: number,
  ): AsyncGenerator<Page<Item>> {
    for (let page = 1; ; page++) {
      const read = await this.#page(path, query, { page, pageSize }, schema);
      yield read;
      const { items, total } = read;
      const isLast = total === undefined ? items.length < pageSize : page * pageSize >= total;
      if (isLast || items.length === 0) return;
    }
  }

  async #page<Item>(
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

  async #call<Answer>(call: Call, schema: z.ZodType<Answer>): Promise<Answer> {
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
      throw explainRefusal({ status, body, request: nameOf(call) }, this.connection);
    }
    if (body === undefined && status !== 204) throw notLogto(status, this.connection);
    return answer;
  }

  #send({ method, path, query = {}, json, isRepeatable = method !== 'POST' }: Call, token: string) {
    const body = json === undefined ? undefined : Buffer.from(JSON.stringify(json));
    const headers = ['authorization', `Bearer ${token}`, 'accept', 'application/json'];
    if (body) headers.push('content-type', 'application/json');
    return sendToTenant(
      { method, path: `${path}${queryText(query)}`, headers, body, isRepeatable },
      this.#http,
    );
  }
}

function hookPath(id: string): string {
  return `/api/hooks/${encodeURIComponent(id)}`;
}

/** Logto's window leaves its bounds out, so ours is a millisecond wider on either side. */
function logQuery({ since, until, event }: LogWindow): Query {
  return {
    logKey: event === undefined ? undefined : `TriggerHook.${event}`,
    start_time: since === undefined ? undefined : Math.max(0, Math.floor(since) - 1),
    end_time: until === undefined ? undefined : Math.ceil(until) + 1,
  };
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

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
