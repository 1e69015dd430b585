import type { Terminal } from '../cli/terminal/index.ts';
import { createNodeTransport } from '../core/http/node-transport.ts';
import { TenantClient } from '../tenant/api/client.ts';
import { findConnectionSources, resolveConnection } from '../tenant/api/connection.ts';
import type { TenantFlags } from '../tenant/with-tenant.ts';
import type { TenantProbe } from './tenant.ts';

/**
 * The tenant as the doctor sees it.
 * @returns undefined where none is set
 * @throws UsageError where its settings are wrong
 */
export function probeTenant(
  flags: TenantFlags,
  { cwd, env }: Pick<Terminal, 'cwd' | 'env'>,
): TenantProbe | undefined {
  if (findConnectionSources(flags, { cwd, env }).length === 0) return undefined;
  const connection = resolveConnection(flags, { cwd, env });
  const transport = createNodeTransport({ insecure: flags.insecure ?? false });
  const client = new TenantClient(connection, { transport, timeout: flags.timeout, retries: 1 });
  let skew: number | undefined;
  return {
    endpoint: new URL(connection.endpoint),
    async listWebhooks() {
      const { webhooks, serverTime } = await client.listWebhooksWithClock();
      // It has whole seconds, cut off: half a second more is the better guess.
      skew = serverTime === undefined ? undefined : serverTime + 500 - Date.now();
      return webhooks.map(({ id, name, config, enabled }) => ({
        ...{ id, name, enabled, url: config.url },
      }));
    },
    skew: () => skew,
  };
}
