import { type RunOptions, temporaryDirectory } from './cli.ts';
import { type Listener, startListener } from './listener.ts';
import type { Tenant } from './tenant/tenant.ts';

/**
 * Starts `listen --tenant --json` and waits until it is ready.
 * @param options `env` may bring another `XDG_STATE_HOME`, where temporary webhooks are noted
 */
export function startTenantListener(
  { env }: Tenant,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Listener> {
  return startListener(['--tenant', ...args], {
    ...options,
    env: { XDG_STATE_HOME: temporaryDirectory(), ...env, ...options.env },
  });
}
