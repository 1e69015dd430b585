import type { Terminal } from '../cli/terminal/index.ts';
import { createNodeTransport } from '../core/http/node-transport.ts';
import { readDotEnv } from '../core/workspace/env-file.ts';
import { TenantClient } from '../tenant/client.ts';
import type { TenantFlags } from '../tenant/commands/open.ts';
import { resolveConnection } from '../tenant/connection.ts';
import type { TenantSight } from './tenant.ts';

/**
 * The tenant as the doctor sees it.
 * @returns undefined where none is set
 * @throws UsageError where its settings are wrong
 */
export function sightTenant(
  flags: TenantFlags,
  { cwd, env }: Pick<Terminal, 'cwd' | 'env'>,
): TenantSight | undefined {
  const dotEnv = readDotEnv(cwd);
  const isSet = (name: string) => Boolean(env[name] || dotEnv[name]);
  const isAnySet = flags.endpoint || flags.auth || isSet('LOGTO_ENDPOINT') || isSet('LOGTO_AUTH');
  if (!isAnySet) return undefined;
  const connection = resolveConnection(flags, { cwd, env });
  const transport = createNodeTransport({ insecure: flags.insecure ?? false });
  const client = new TenantClient(connection, { transport, timeout: flags.timeout, retries: 1 });
  let skew: number | undefined;
  return {
    endpoint: new URL(connection.endpoint),
    async listWebhooks() {
      const { webhooks, serverTime } = await client.sightWebhooks();
      // It has whole seconds, cut off: half a second more is the better guess.
      skew = serverTime === undefined ? undefined : serverTime + 500 - Date.now();
      return webhooks.map(({ id, name, config, enabled }) => ({
        ...{ id, name, enabled, url: config.url },
      }));
    },
    skew: () => skew,
  };
}
