import { setTimeout as wait } from 'node:timers/promises';
import { plainText } from '../../cli/output/text/plain-text.ts';
import { printFolded } from '../../cli/output/text/wrap.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { maskPath, maskUrl } from '../../core/http/mask-url.ts';
import { findSigningKeys, type SigningKey } from '../../core/workspace/signing-key.ts';
import type { TenantClient } from '../../tenant/api/client.ts';
import { eventsOf, type Webhook } from '../../tenant/api/schemas.ts';
import { followLog } from '../../tenant/follow/follow.ts';
import { createRetry } from '../../tenant/follow/retry.ts';
import { toRequest } from '../../tenant/log/to-request.ts';
import type { MirrorFacts } from '../output/tenant.ts';
import type { Pipeline } from '../pipeline.ts';
import { createConnectionStatus, type TenantReader } from './connection-status.ts';
import { renderAdded, renderChange, renderRemoved, renderSelection } from './mirror-output.ts';
import {
  type MirrorFilter,
  type MirrorSelection,
  pathOf,
  requireMirrored,
  selectWebhooks,
} from './mirror-selection.ts';
import { renderUnreadable } from './output.ts';
import type { ListenTenantFlags, TenantLink } from './tenant-link.ts';

export interface MirrorOptions {
  readonly client: TenantClient;
  /** A client without retries, for polling; its requests end when the listener is interrupted. */
  readonly poller: TenantClient;
  readonly filter: MirrorFilter;
  readonly flags: Pick<ListenTenantFlags, 'pollInterval' | 'forwardTo'>;
}

/** Milliseconds between two readings of the webhooks' settings. */
const defaultInterval = 3000;

/**
 * Delivers what the tenant's own webhooks deliver to the same paths of the local app, signed with each webhook's
 * key. The tenant is only read.
 * @throws UsageError if no webhook matches, and TenantError as the client does
 */
export async function mirrorWebhooks(
  options: MirrorOptions,
  terminal: Terminal,
): Promise<TenantLink> {
  const { client, filter, flags } = options;
  const { err } = terminal;
  const read = await client.listWebhooksWithClock();
  const selection = selectWebhooks(read.webhooks, filter);
  requireMirrored(selection, filter);
  printFolded(renderSelection(selection, flags, err.style), err);
  const keys = new MirrorKeys(selection.mirrored, terminal);
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, terminal.onInterrupt()]);
  const status = createConnectionStatus(terminal);
  let mirroring: Promise<void> = Promise.resolve();
  let lose = (_reason: unknown) => {};
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  lost.catch(() => {}); // The listener awaits it later.
  return {
    ...{ keys: keys.all, lost, onStatus: status.onStatus },
    facts: factsOf(client, selection, filter),
    async begin({ pipeline }) {
      const mirror = new Mirror(options, {
        ...{ keys, pipeline, signal, lose, terminal, createReader: status.createReader },
      });
      await Promise.all(selection.mirrored.map((webhook) => mirror.start(webhook)));
      mirroring = mirror.run(read.serverTime).catch(lose);
    },
    async end() {
      ending.abort();
      status.close();
      await mirroring;
    },
  };
}

/** The keys of the mirrored webhooks, including their earlier ones, then those that are set here. */
class MirrorKeys {
  readonly all: [SigningKey, ...SigningKey[]];

  constructor([first, ...others]: readonly Webhook[], { cwd, env }: Terminal) {
    if (!first) throw new TypeError('There is no webhook to mirror.');
    this.all = [keyOf(first), ...others.map(keyOf), ...findSigningKeys({ cwd, env })];
  }

  add(webhook: Webhook): void {
    if (this.all.some(({ value }) => value === webhook.signingKey)) return;
    this.all.push(keyOf(webhook));
  }
}

function keyOf({ id, name, signingKey }: Webhook): SigningKey {
  const source = `webhook '${plainText(name, 40) || plainText(id.slice(0, 8))}'`;
  return { value: signingKey, source, created: false };
}

interface MirrorContext {
  readonly keys: MirrorKeys;
  readonly pipeline: Pipeline;
  readonly signal: AbortSignal;
  /** Ends the listener with an error. */
  readonly lose: (reason: unknown) => void;
  readonly createReader: () => TenantReader;
  readonly terminal: Terminal;
}

/** A webhook whose log is followed. */
interface Followed {
  /** With its current settings. */
  webhook: Webhook;
  readonly ending: AbortController;
}

/** Follows the log of each mirrored webhook, and the tenant's webhooks for changes. */
class Mirror {
  readonly #options: MirrorOptions;
  readonly #context: MirrorContext;
  readonly #followed = new Map<string, Followed>();
  /** Resolve when a log is no longer followed and all its entries are delivered. */
  readonly #handled: Promise<void>[] = [];

  constructor(options: MirrorOptions, context: MirrorContext) {
    this.#options = options;
    this.#context = context;
  }

  /**
   * Follows a webhook's log.
   * @param since for a webhook that is added later: the first moment to deliver, by the tenant's clock
   */
  async start(webhook: Webhook, since?: number): Promise<void> {
    const { keys, signal, createReader, lose } = this.#context;
    keys.add(webhook);
    const followed = { webhook, ending: new AbortController() };
    this.#followed.set(webhook.id, followed);
    const reader = createReader();
    const own = AbortSignal.any([signal, followed.ending.signal]);
    const following = followLog(this.#options.poller, {
      ...{ hookId: webhook.id, createdAt: since, signal: own, ...reader },
      onPoll: () => reader.onPoll(undefined),
      pollInterval: this.#options.flags.pollInterval,
      deliver: async (entry) => {
        if (entry.createdAt >= (since ?? 0)) await this.#deliver(entry, followed);
      },
    });
    const ignoreEnd = (error: unknown) => {
      if (!own.aborted) throw error;
    };
    const done = following.then(({ done }) => done).catch(ignoreEnd);
    done.catch(lose).finally(reader.onEnd);
    this.#handled.push(done);
    await following.catch(ignoreEnd);
  }

  /**
   * Reads the webhooks' settings until it is stopped.
   * @param readAt when they were first read, by the tenant's clock
   * @returns when all deliveries are handled
   */
  async run(readAt: number | undefined): Promise<void> {
    const { signal, createReader } = this.#context;
    const { poller, filter, flags } = this.#options;
    const reader = createReader();
    const patiently = createRetry(reader, signal, flags.pollInterval);
    let since = readAt;
    try {
      for (;;) {
        await wait(flags.pollInterval ?? defaultInterval, undefined, { signal });
        const { webhooks, serverTime } = await patiently(() => poller.listWebhooksWithClock());
        await this.#apply(webhooks, selectWebhooks(webhooks, filter).mirrored, since ?? Date.now());
        since = serverTime;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await Promise.all(this.#handled);
    }
  }

  /** Follows the webhooks as they are now, and reports what changed. */
  async #apply(all: readonly Webhook[], mirrored: readonly Webhook[], since: number) {
    const { err } = this.#context.terminal;
    for (const [id, { webhook, ending }] of this.#followed) {
      if (mirrored.some((one) => one.id === id)) continue;
      ending.abort();
      this.#followed.delete(id);
      const exists = all.some((one) => one.id === id);
      printFolded([renderRemoved(webhook, exists, err.style)], err);
    }
    for (const webhook of mirrored) {
      const followed = this.#followed.get(webhook.id);
      if (followed) {
        this.#context.keys.add(webhook);
        printFolded(renderChange(followed.webhook, webhook, err.style), err);
        followed.webhook = webhook;
      } else {
        printFolded([renderAdded(webhook, err.style)], err);
        await this.start(webhook, since);
      }
    }
  }

  async #deliver(entry: Parameters<typeof toRequest>[0], { webhook }: Followed): Promise<void> {
    const { pipeline, terminal } = this.#context;
    const request = toRequest(entry, webhook, webhook.signingKey);
    if (!request) return terminal.err.line(renderUnreadable(entry.id, terminal.err.style));
    const { headers, body } = request;
    await pipeline.process({
      via: 'tenant log',
      at: new Date(),
      path: pathOf(webhook),
      headers,
      body,
      wireBody: body,
    });
  }
}

function factsOf(
  { connection }: TenantClient,
  { mirrored, otherHosts, otherEvents, invalidUrls }: MirrorSelection,
  { host }: MirrorFilter,
): MirrorFacts {
  return {
    endpoint: connection.endpoint,
    mirror: host?.text ?? '*',
    webhooks: mirrored.map((webhook) => ({
      ...{ id: webhook.id, name: webhook.name, url: maskUrl(webhook.config.url) },
      path: maskPath(pathOf(webhook)),
      ...{ enabled: webhook.enabled, events: eventsOf(webhook) },
    })),
    others: otherHosts.length + otherEvents.length + invalidUrls.length,
    temporary: false,
    via: 'tenant log',
  };
}
