import type { Terminal } from '../../cli/terminal/index.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import type { SigningKey } from '../../core/workspace/signing-key.ts';
import type { TenantClient } from '../../tenant/api/client.ts';
import type { Webhook } from '../../tenant/api/schemas.ts';
import { type FollowOptions, followLog } from '../../tenant/follow/follow.ts';
import { toRequest } from '../../tenant/log/to-request.ts';
import { renderBack, renderLost } from '../../tenant/output/connection-state.ts';
import type { Listener } from '../listen.ts';
import type { TenantFacts } from '../output/listener.ts';
import { renderPolled, renderUnreadable } from './output.ts';
import type { ListenTenantFlags, TenantLink } from './tenant-link.ts';
import type { WebhookCleanup } from './webhook-cleanup.ts';

export interface FollowerOptions {
  readonly client: TenantClient;
  /** The same for reading the log: it is patient by itself, and ends when the listener does. */
  readonly poller: TenantClient;
  readonly webhook: Webhook;
  readonly key: SigningKey;
  readonly flags: Pick<ListenTenantFlags, 'webhook' | 'publicUrl' | 'tunnel'>;
  readonly removal: WebhookCleanup;
}

/** Has the deliveries of a webhook come to a listener: by its log, or by a public URL. */
export function followWebhook(options: FollowerOptions, terminal: Terminal): TenantLink {
  const { client, webhook, key, flags, removal } = options;
  const ending = new AbortController();
  const status = createStatus(terminal);
  let settled: Promise<void> = Promise.resolve();
  let closeTunnel = () => {};
  let loseIt = (_reason: unknown) => {};
  const lost = new Promise<never>((_, reject) => {
    loseIt = reject;
  });
  lost.catch(() => {}); // Whoever waits for it is told.
  const facts = factsOf(client, webhook, flags);
  const link = {
    ...{ key, lost, facts, onStatus: status.onStatus },
    async begin(listener: Pick<Listener, 'url' | 'pipeline'>) {
      if (flags.tunnel) {
        const tunnel = await openTunnelTo(listener.url);
        closeTunnel = tunnel.close;
        tunnel.broken.catch(loseIt);
        await client.updateWebhook(webhook.id, { config: { url: tunnel.url.href } });
        link.facts = { ...facts, webhook: { ...facts.webhook, url: tunnel.url.href } };
      } else if (!flags.publicUrl) {
        const { done: over } = await followLog(options.poller, {
          hookId: webhook.id,
          createdAt: flags.webhook === undefined ? webhook.createdAt : undefined,
          signal: AbortSignal.any([ending.signal, terminal.onInterrupt()]),
          deliver: deliverTo(listener, options, terminal),
          ...status.listener,
        });
        settled = over.catch(loseIt);
      }
    },
    async end() {
      ending.abort();
      status.close();
      closeTunnel();
      // The webhook goes at once: an app that is slow must not keep it.
      await Promise.all([removal.remove(), settled]);
    },
  };
  return link;
}

async function openTunnelTo(listenerUrl: string) {
  const { openTunnel } = await import('./tunnel.ts');
  return openTunnel(listenerUrl);
}

function factsOf(
  { connection }: TenantClient,
  { id, name, config }: Webhook,
  { webhook, publicUrl, tunnel }: FollowerOptions['flags'],
): TenantFacts {
  return {
    endpoint: connection.endpoint,
    webhook: { id, name, url: maskUrl(config.url) },
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

/** Milliseconds between two looks at the clock. */
const tick = 1000;

/** Knows when the tenant was last asked, and says when it is lost and back. */
function createStatus({ err }: Terminal) {
  let polledAt: Date | undefined;
  let isLost = false;
  let lostFor: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let tell = () => {};
  const listener: Pick<FollowOptions, 'onLost' | 'onBack' | 'onPoll'> = {
    onLost({ message }) {
      isLost = true;
      err.line(renderLost(message, err.style));
      tell();
    },
    onBack(duration) {
      isLost = false;
      lostFor = duration;
    },
    onPoll(found) {
      polledAt = new Date();
      if (lostFor !== undefined) err.line(renderBack(lostFor, found, err.style));
      lostFor = undefined;
      tell();
    },
  };
  return {
    listener,
    onStatus(show: (status: string) => void) {
      tell = () => show(renderPolled(polledAt, isLost, new Date()));
      tell();
      timer = setInterval(tell, tick);
    },
    close: () => clearInterval(timer),
  };
}
