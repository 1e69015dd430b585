import { type RunOptions, startCli, temporaryDirectory } from './cli.ts';
import { type Listener, untilReady } from './listener.ts';
import type { Tenant } from './tenant/tenant.ts';

const command = [...['listen', '--tenant', '--json', '--port', '0', '--poll-interval', '50ms']];

/**
 * Starts `listen --tenant --json` on a free port and waits until it is ready. Its only signing keys are
 * those of `options.env` and of the webhook.
 * @param options `env` may set `XDG_STATE_HOME`, where temporary webhooks are stored
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
