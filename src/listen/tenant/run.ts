import { suggestedWord } from '../../cli/output/text/shell.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { createUndiciTransport } from '../../core/http/transport/undici-transport.ts';
import { catalog } from '../../core/logto/catalog.ts';
import { eventNames, isEventName } from '../../core/logto/events.ts';
import { findSigningKeys, type SigningKey } from '../../core/workspace/signing-key.ts';
import { TenantClient } from '../../tenant/api/client.ts';
import { resolveConnection } from '../../tenant/api/connection.ts';
import type { Webhook } from '../../tenant/api/schemas.ts';
import { renderWarning } from '../../tenant/output/retry.ts';
import { findWebhook } from '../../tenant/webhook/find.ts';
import { openRegistry } from '../../tenant/webhook/open-registry.ts';
import { createTemporary, sweepLeftovers } from '../../tenant/webhook/temporary.ts';
import { followWebhook } from './follower.ts';
import { mirrorWebhooks } from './mirror.ts';
import type { MirrorFilter } from './mirror-selection.ts';
import { renderSwept, renderUnknownEvents } from './output.ts';
import type { ListenTenantFlags, TenantLink } from './tenant-link.ts';
import { createWebhookCleanup, type WebhookCleanup } from './webhook-cleanup.ts';

/** Milliseconds for each request to the tenant. */
const timeoutMs = 10_000;

/** Requests to the tenant at a time: a poll, and deleting the webhook. */
const connections = 4;

/**
 * Runs a listener that receives the deliveries of a tenant. The temporary webhook is always deleted at the end.
 * @param events the wanted events
 */
export async function withTenant(
  flags: ListenTenantFlags,
  events: readonly string[],
  terminal: Terminal,
  run: (link: TenantLink) => Promise<void>,
): Promise<void> {
  const interrupted = terminal.onInterrupt();
  const transport = createUndiciTransport({ insecure: flags.insecure ?? false, connections });
  const connection = resolveConnection(flags, terminal);
  const { err } = terminal;
  const onWarning = (message: string) => err.line(renderWarning(message, err.style));
  const client = new TenantClient(connection, {
    ...{ transport, timeout: timeoutMs, retries: 2, onWarning },
  });
  const cleanup = createWebhookCleanup(client, terminal);
  terminal.onCrash(cleanup.afterCrash);
  try {
    const poller = new TenantClient(connection, {
      ...{ transport, timeout: timeoutMs, retries: 0, signal: interrupted, onWarning },
    });
    if (flags.mirror) {
      const filter = mirrorFilter(flags, events);
      return await run(await mirrorWebhooks({ client, poller, filter, flags }, terminal));
    }
    const webhook = await chooseWebhook(client, { flags, events, cleanup }, terminal);
    const key = chooseKey(flags, webhook, terminal);
    await run(followWebhook({ client, poller, webhook, key, events, flags, cleanup }, terminal));
  } finally {
    await cleanup.remove();
    await transport.close();
  }
}

function mirrorFilter(
  { mirror, events, skipEvents }: ListenTenantFlags,
  wanted: readonly string[],
): MirrorFilter {
  const isFiltered = events !== undefined || skipEvents !== undefined;
  return {
    host: mirror === true ? undefined : mirror,
    events: isFiltered ? wanted : undefined,
  };
}

interface Choice {
  readonly flags: ListenTenantFlags;
  readonly events: readonly string[];
  readonly cleanup: WebhookCleanup;
}

/** Returns the named webhook, or creates a temporary one. */
async function chooseWebhook(
  client: TenantClient,
  { flags, events, cleanup }: Choice,
  terminal: Terminal,
): Promise<Webhook> {
  if (flags.webhook !== undefined) return findWebhook(client, flags.webhook);
  const { err } = terminal;
  const registry = openRegistry(terminal);
  const swept = await sweepLeftovers(client, registry);
  if (swept > 0) err.line(renderSwept(swept));
  const made = await createTemporary(client, { events, url: flags.publicUrl }, registry);
  cleanup.watch(made);
  const unknown = made.unknownEvents.filter((name) => !isUnasked(name, events));
  if (unknown.length > 0) err.line(renderUnknownEvents(unknown, err.style));
  return made.webhook;
}

/** Returns whether an event is behind the dev-features flag, which a stock Logto rejects, and was not named. */
function isUnasked(name: string, wanted: readonly string[]): boolean {
  return wanted.length === eventNames.length && isEventName(name) && catalog[name].devFeature;
}

/**
 * Returns the key to verify with. Logto signs with the webhook's key. Deliveries from the log are signed
 * here: with the configured key, which the app knows, or else with the webhook's.
 */
function chooseKey(
  { signingKey, publicUrl, tunnel }: ListenTenantFlags,
  webhook: Webhook,
  { cwd, env }: Pick<Terminal, 'cwd' | 'env'>,
): SigningKey {
  const own = {
    value: webhook.signingKey,
    source: `the webhook's; 'logto-hooks tenant key ${suggestedWord(webhook.id.slice(0, 8), '<webhook>')}' prints it`,
    created: false,
  };
  if (publicUrl || tunnel) return own;
  const set = findSigningKeys({ cwd, env, flag: signingKey });
  return set.find(({ source }) => source !== keyFile) ?? own;
}

/** The key that a command created by itself. */
const keyFile = '.logto-hooks/signing-key';
