import { printFolded } from '../../cli/output/text/wrap.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { eventNames } from '../../core/logto/events.ts';
import type { SigningKey } from '../../core/workspace/signing-key.ts';
import type { TenantClient } from '../../tenant/api/client.ts';
import { eventsOf, type Webhook } from '../../tenant/api/schemas.ts';
import { type FollowOptions, followLog } from '../../tenant/follow/follow.ts';
import { watchWebhook } from '../../tenant/follow/watch-webhook.ts';
import { toRequest } from '../../tenant/log/to-request.ts';
import { renderCondition } from '../../tenant/output/webhook-condition.ts';
import type { Listener } from '../listen.ts';
import type { FollowedFacts } from '../output/tenant.ts';
import { createConnectionStatus } from './connection-status.ts';
import { renderUnreadable } from './output.ts';
import type { ListenTenantFlags, TenantLink } from './tenant-link.ts';
import type { WebhookCleanup } from './webhook-cleanup.ts';

export interface FollowerOptions {
  readonly client: TenantClient;
  /** A client without retries, for polling; its requests end when the listener is interrupted. */
  readonly poller: TenantClient;
  readonly webhook: Webhook;
  readonly key: SigningKey;
  /** The events that the listener shows. */
  readonly events: readonly string[];
  readonly flags: Pick<ListenTenantFlags, 'webhook' | 'publicUrl' | 'tunnel' | 'pollInterval'>;
  readonly cleanup: WebhookCleanup;
}

/** Brings the deliveries of a webhook to a listener, through its log or a public URL. */
export function followWebhook(options: FollowerOptions, terminal: Terminal): TenantLink {
  const { client, webhook, key, flags, cleanup } = options;
  const keys: TenantLink['keys'] = [key];
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, terminal.onInterrupt()]);
  const status = createConnectionStatus(terminal);
  let following: Promise<unknown> = Promise.resolve();
  let closeTunnel = () => {};
  let lose = (_reason: unknown) => {};
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  lost.catch(() => {}); // The listener awaits it later.
  const facts = factsOf(client, webhook, flags);
  const link = {
    ...{ keys, lost, facts, onStatus: status.onStatus },
    async begin(listener: Pick<Listener, 'url' | 'pipeline'>) {
      if (flags.tunnel) {
        const tunnel = await openTunnelTo(listener.url);
        closeTunnel = tunnel.close;
        tunnel.broken.catch(lose);
        await client.updateWebhook(webhook.id, { config: { url: tunnel.url.href } });
        link.facts = { ...facts, webhook: { ...facts.webhook, url: tunnel.url.href } };
      }
      const isPolled = !flags.tunnel && !flags.publicUrl;
      const followed = isPolled
        ? await followLog(options.poller, {
            hookId: webhook.id,
            createdAt: flags.webhook === undefined ? webhook.createdAt : undefined,
            ...{ signal, pollInterval: flags.pollInterval, ...status.createReader() },
            deliver: deliverTo(listener, options, terminal),
          })
        : undefined;
      following = Promise.all([followed?.done, watch(options, signal, terminal)]).catch(lose);
    },
    async end() {
      ending.abort();
      status.close();
      closeTunnel();
      // The webhook is deleted without waiting for a slow app.
      await Promise.all([cleanup.remove(), following]);
    },
  };
  return link;
}

/** Reports when the webhook is disabled, or not subscribed to a wanted event. */
function watch(
  { poller, webhook, events, flags }: FollowerOptions,
  signal: AbortSignal,
  { err }: Terminal,
): Promise<void> {
  const isTemporary = flags.webhook === undefined;
  // Without --events, an existing webhook determines the events.
  const isAll = events.length === eventNames.length;
  return watchWebhook(poller, webhook, {
    wanted: isTemporary || isAll ? undefined : events,
    ...{ interval: flags.pollInterval, signal },
    remedy: isTemporary
      ? 'Start listening again to create another one.'
      : "Run 'logto-hooks tenant webhooks' to list the others.",
    onChange: (now, before) => printFolded(renderCondition(webhook, now, before, err.style), err),
  });
}

async function openTunnelTo(listenerUrl: string) {
  const { openTunnel } = await import('./tunnel.ts');
  return openTunnel(listenerUrl);
}

function factsOf(
  { connection }: TenantClient,
  hook: Webhook,
  { webhook, publicUrl, tunnel }: FollowerOptions['flags'],
): FollowedFacts {
  const { id, name, config, enabled } = hook;
  return {
    endpoint: connection.endpoint,
    webhook: { id, name, url: maskUrl(config.url), enabled, events: eventsOf(hook) },
    temporary: webhook === undefined,
    via: publicUrl || tunnel ? 'http' : 'tenant log',
  };
}

function deliverTo(
  { pipeline }: Pick<Listener, 'pipeline'>,
  { webhook, key }: FollowerOptions,
  { err }: Terminal,
): FollowOptions['deliver'] {
  return async (entry) => {
    const request = toRequest(entry, webhook, key.value);
    if (!request) return err.line(renderUnreadable(entry.id, err.style));
    const { headers, body } = request;
    await pipeline.process({
      via: 'tenant log',
      at: new Date(),
      path: null,
      headers,
      body,
      wireBody: body,
    });
  };
}
