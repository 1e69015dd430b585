import { maskUrl } from '../core/http/mask-url.ts';
import { findProxy } from '../core/http/proxy/find-proxy.ts';
import { createNodeTransport } from '../core/http/transport/node-transport.ts';
import { TenantClient } from '../tenant/api/client.ts';
import { resolveConnection, type TenantConnection } from '../tenant/api/connection.ts';
import { findConnectionSources, type Place } from '../tenant/api/connection-sources.ts';
import { readHealth } from '../tenant/webhook/health.ts';
import type { TenantFlags } from '../tenant/with-tenant.ts';
import type { TenantProbe } from './tenant.ts';

/**
 * Opens the tenant for the checks.
 * @returns undefined if none is set
 * @throws UsageError if its settings are wrong
 */
export function probeTenant(flags: TenantFlags, place: Place): TenantProbe | undefined {
  if (findConnectionSources(flags, place).length === 0) return undefined;
  const connection = resolveConnection(flags, place);
  const endpoint = new URL(connection.endpoint);
  const transport = createNodeTransport({ insecure: flags.insecure ?? false });
  const client = new TenantClient(connection, { transport, timeout: flags.timeout, retries: 1 });
  return {
    endpoint,
    transport,
    via: describeWay(connection.source, endpoint),
    async listWebhooks() {
      const query = { includeExecutionStats: true };
      const { webhooks, serverTime } = await client.listWebhooksWithClock(query);
      // The date is rounded down to seconds, so half a second is added.
      const skew = serverTime === undefined ? undefined : serverTime + 500 - Date.now();
      return { webhooks, skew };
    },
    readHealth: (webhook) => readHealth(client, webhook),
  };
}

function describeWay({ kind, name }: TenantConnection['source'], endpoint: URL): string {
  const places = {
    flags: 'set by flags',
    environment: 'set in the environment',
    file: `set in ${name}`,
    profile: `profile '${name}'`,
  };
  const proxy = findProxy(endpoint);
  const way = proxy ? ` · through the proxy ${maskUrl(`${proxy.protocol}//${proxy.host}`)}` : '';
  return places[kind] + way;
}
