import path from 'node:path';
import type { Terminal } from '../../cli/terminal/index.ts';
import { makeDirectory } from '../../core/workspace/make-directory.ts';
import { ForeignPathError, makeOwnDirectory } from '../../core/workspace/own-path.ts';
import { ensureStateDirectory } from '../../core/workspace/state-directory.ts';
import { stateHome } from '../../core/workspace/user-directories.ts';
import type { WebhookRegistry } from './registry.ts';

/** Returns the registry of what exists on tenants for a while: in the user's state, else in the project's. */
export function openRegistry(
  { env, cwd, pid, isRunning }: Pick<Terminal, 'env' | 'cwd' | 'pid' | 'isRunning'>,
  kind: 'webhooks' | 'triggers' = 'webhooks',
): WebhookRegistry {
  const { dir, base } = path.parse(stateHome(env));
  try {
    makeDirectory(dir, 0o700);
    return { directory: makeOwnDirectory(dir, [base, kind], 0o700), pid, isRunning };
  } catch (error) {
    if (error instanceof ForeignPathError) throw error;
    return { directory: ensureStateDirectory(cwd, kind), pid, isRunning };
  }
}
