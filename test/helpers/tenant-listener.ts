import { type RunOptions, startCli, temporaryDirectory } from './cli.ts';
import { type Listener, untilReady } from './listener.ts';
import type { Tenant } from './tenant/tenant.ts';

const command = [...['listen', '--tenant', '--json', '--port', '0', '--poll-interval', '50ms']];

/**
 * Starts `listen --tenant --json` on a free port and waits until it is ready. It has no signing key except
 * from `options.env` or the webhook.
 * @param options `env` can set another `XDG_STATE_HOME`, where temporary webhooks are registered
 */
export function startTenantListener(
  { env }: Pick<Tenant, 'env'>,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Listener> {
  return untilReady(
    startCli([...command, ...args], {
      ...options,
      env: { XDG_STATE_HOME: temporaryDirectory(), ...env, ...options.env },
    }),
  );
}
