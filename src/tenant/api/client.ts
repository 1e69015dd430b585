import * as z from 'zod';
import type { TenantConnection } from './connection.ts';
import type { TenantHttpOptions } from './http.ts';
import {
  ManagementApi,
  maxPageSize,
  type Page,
  type Paging,
  type Query,
} from './management-api.ts';
import {
  type LogEntry,
  logEntrySchema,
  objectSchema,
  organizationSchema,
  type TenantOrganization,
  type TenantUser,
  userSchema,
  type Webhook,
  webhookSchema,
} from './schemas.ts';
import { TenantError } from './tenant-error.ts';

/** The settings of a new webhook. Logto generates its id and signing key. */
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

/** A time range of a webhook's log, in epoch milliseconds of the tenant's clock. */
export interface LogWindow {
  /** The first moment; 24 hours ago by default. */
  readonly since?: number | undefined;
  /** The last moment. */
  readonly until?: number | undefined;
  /** Only entries of this event. */
  readonly event?: string | undefined;
}

/**
 * The calls of Logto's Management API that this tool uses. Nothing is stored.
 * Every method throws TenantError if the tenant rejects the call or cannot be reached, and the reason of
 * the signal if it is aborted.
 */
export class TenantClient {
  readonly connection: TenantConnection;
  readonly #api: ManagementApi;

  /** @param http its endpoint is the connection's */
  constructor(connection: TenantConnection, http: Omit<TenantHttpOptions, 'endpoint'>) {
    this.connection = connection;
    this.#api = new ManagementApi(connection, http);
  }

  /** Returns all webhooks with their 24-hour success rate, the newest first. */
  async listWebhooks(): Promise<Webhook[]> {
    return collect(this.#api.items('/api/hooks', { includeExecutionStats: true }, webhookSchema));
  }

  /** Returns all webhooks, and the tenant's clock when the first page was read. */
  async listWebhooksWithClock(
    query: Query = {},
  ): Promise<{ webhooks: Webhook[]; serverTime: number | undefined }> {
    const webhooks: Webhook[] = [];
    let serverTime: number | undefined;
    for await (const page of this.#api.pages('/api/hooks', query, webhookSchema, maxPageSize)) {
      serverTime ??= page.serverTime;
      webhooks.push(...page.items);
    }
    return { webhooks, serverTime };
  }

  /** Returns a webhook without its success rate, which Logto counts in its log. */
  async getWebhook(id: string): Promise<Webhook> {
    return this.#api.call({ method: 'GET', path: hookPath(id) }, webhookSchema);
  }

  async createWebhook(webhook: NewWebhook): Promise<Webhook> {
    return this.#api.call({ method: 'POST', path: '/api/hooks', json: webhook }, webhookSchema);
  }

  /** Changes the given settings; `config` is replaced as a whole. */
  async updateWebhook(id: string, changes: Partial<NewWebhook>): Promise<Webhook> {
    return this.#api.call({ method: 'PATCH', path: hookPath(id), json: changes }, webhookSchema);
  }

  /**
   * Deletes a webhook.
   * @returns false if it did not exist
   */
  async deleteWebhook(id: string): Promise<boolean> {
    try {
      await this.#api.call({ method: 'DELETE', path: hookPath(id) }, z.unknown());
      return true;
    } catch (error) {
      if (error instanceof TenantError && error.status === 404 && error.code) return false;
      throw error;
    }
  }

  /** Replaces a webhook's signing key; the old one stops working immediately. */
  async rotateSigningKey(id: string): Promise<Webhook> {
    return this.#api.call({ method: 'PATCH', path: `${hookPath(id)}/signing-key` }, webhookSchema);
  }

  /**
   * Makes Logto send its sample payload of each event.
   * @throws TenantError with status 422 and the endpoint's response if the endpoint rejects it
   */
  async testWebhook(
    id: string,
    test: { readonly events: readonly string[]; readonly config: WebhookConfig },
  ): Promise<void> {
    await this.#api.call({ method: 'POST', path: `${hookPath(id)}/test`, json: test }, z.unknown());
  }

  /** Returns one page of a webhook's log, the newest entry first. Test sends are not logged. */
  async readLogPage(id: string, window: LogWindow, paging: Paging): Promise<Page<LogEntry>> {
    return this.#api.page(`${hookPath(id)}/recent-logs`, logQuery(window), paging, logEntrySchema);
  }

  /** Warns once that the pages of a webhook's log repeat and that the rest was not read. */
  warnOfRepeatedLog(id: string): void {
    this.#api.warnOfRepeat(`${hookPath(id)}/recent-logs`);
  }

  /**
   * Yields a webhook's log, the newest entry first. New entries move others to later pages, so none is
   * missed; each is yielded once.
   */
  async *readLog(id: string, window: LogWindow, pageSize = maxPageSize): AsyncGenerator<LogEntry> {
    const path = `${hookPath(id)}/recent-logs`;
    for await (const entry of this.#api.items(path, logQuery(window), logEntrySchema, pageSize)) {
      const { createdAt } = entry;
      if (createdAt >= (window.since ?? 0) && createdAt <= (window.until ?? createdAt)) yield entry;
    }
  }

  /** Yields all users, a page at a time. */
  users(): AsyncGenerator<Page<TenantUser>> {
    return this.#api.pages('/api/users', {}, userSchema, maxPageSize);
  }

  /** Yields all organizations, a page at a time. */
  organizations(): AsyncGenerator<Page<TenantOrganization>> {
    return this.#api.pages('/api/organizations', {}, organizationSchema, maxPageSize);
  }

  /** Returns undefined if the user does not exist. */
  async getUser(id: string): Promise<TenantUser | undefined> {
    return this.#find(`/api/users/${encodeURIComponent(id)}`, userSchema);
  }

  /** Returns undefined if the organization does not exist. */
  async getOrganization(id: string): Promise<TenantOrganization | undefined> {
    return this.#find(`/api/organizations/${encodeURIComponent(id)}`, organizationSchema);
  }

  /** Creates an object of any kind. @returns its id */
  async createObject(path: string, json: unknown): Promise<string> {
    const { id } = await this.#api.call({ method: 'POST', path, json }, objectSchema);
    return id;
  }

  /** Changes or deletes an object of any kind, or adds to it. */
  async changeObject(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    json?: unknown,
  ): Promise<void> {
    await this.#api.send({ method, path, json });
  }

  /**
   * Returns the ids of the objects below a path that have a text in a field.
   * @param text of letters and digits; Logto's own search narrows the list if it has one
   */
  async findObjects(path: string, text: string): Promise<string[]> {
    const query = { search: `%${text}%`, q: text };
    const objects = await collect(this.#api.items(path, query, objectSchema));
    return objects.filter((one) => JSON.stringify(one).includes(text)).map(({ id }) => id);
  }

  async #find<Item>(path: string, schema: z.ZodType<Item>): Promise<Item | undefined> {
    try {
      return await this.#api.call({ method: 'GET', path }, schema);
    } catch (error) {
      if (error instanceof TenantError && error.status === 404 && error.code) return undefined;
      throw error;
    }
  }
}

function hookPath(id: string): string {
  return `/api/hooks/${encodeURIComponent(id)}`;
}

/** Logto excludes the bounds of a time range, so this one is a millisecond wider on either side. */
function logQuery({ since, until, event }: LogWindow): Query {
  return {
    logKey: event === undefined ? undefined : `TriggerHook.${event}`,
    start_time: since === undefined ? undefined : Math.max(0, Math.floor(since) - 1),
    end_time: until === undefined ? undefined : Math.ceil(until) + 1,
  };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
