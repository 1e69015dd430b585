import type { Terminal } from '../cli/terminal/index.ts';
import { createNodeTransport } from '../core/http/transport/node-transport.ts';
import type { Transport } from '../core/http/transport/transport.ts';
import { TenantClient } from './api/client.ts';
import { resolveConnection, type TenantConnection } from './api/connection.ts';
import type { ConnectionFlags } from './api/connection-sources.ts';
import { renderRetry, renderWarning } from './output/retry.ts';

export interface TenantFlags extends ConnectionFlags {
  readonly insecure?: true | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface OpenOptions {
  /** Whether many requests follow, so that connections are kept. */
  readonly isLong?: boolean;
  readonly signal?: AbortSignal;
  /** The number of retries after a transient failure; 3 by default. */
  readonly retries?: number;
}

/**
 * Calls `use` with a client of the tenant that flags, environment, env files or a profile name.
 * @throws UsageError if they name none
 */
export async function withTenant<Result>(
  flags: TenantFlags,
  terminal: Terminal,
  use: (client: TenantClient) => Promise<Result>,
  options: OpenOptions = {},
): Promise<Result> {
  return withClient(resolveConnection(flags, terminal), flags, terminal, use, options);
}

/** Calls `use` with a client of a connection. */
export async function withClient<Result>(
  connection: TenantConnection,
  flags: Pick<TenantFlags, 'insecure' | 'timeout'>,
  terminal: Terminal,
  use: (client: TenantClient) => Promise<Result>,
  options: OpenOptions = {},
): Promise<Result> {
  const transport = await openTransport(flags.insecure ?? false, options);
  const { retries = 3, signal } = options;
  const { err } = terminal;
  const client = new TenantClient(connection, {
    ...{ transport, timeout: flags.timeout, retries, signal },
    onRetry: (retry) => err.line(renderRetry(retry, err.style)),
    onWarning: (message) => err.line(renderWarning(message, err.style)),
  });
  try {
    return await use(client);
  } finally {
    await transport.close();
  }
}

/** Returns a transport that keeps connections if many requests follow, else one that starts faster. */
async function openTransport(
  insecure: boolean,
  { isLong = false }: OpenOptions,
): Promise<Transport> {
  if (!isLong) return createNodeTransport({ insecure });
  const { createUndiciTransport } = await import('../core/http/transport/undici-transport.ts');
  return createUndiciTransport({ insecure, connections: 4 });
}
