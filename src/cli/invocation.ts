import path from 'node:path';
import { isSingleExecutable } from '../core/package-files.ts';
import { suggestedWord } from './output/text/shell.ts';
import { ownCommand } from './own-command.ts';
import type { Terminal } from './terminal/index.ts';

/** The runner of each package manager, by the name that it gives itself in `npm_config_user_agent`. */
const runners: Readonly<Record<string, string>> = {
  npm: 'npx logto-hooks',
  pnpm: 'pnpm exec logto-hooks',
  yarn: 'yarn logto-hooks',
  bun: 'bunx logto-hooks',
};

/**
 * Returns how this program was started, for commands that a message suggests: `npx logto-hooks`,
 * `logto-hooks`, `node bin/logto-hooks.js`, `/opt/logto-hooks/logto-hooks`.
 */
export function invocation(terminal: Pick<Terminal, 'env' | 'script' | 'cwd'>): string {
  if (isSingleExecutable()) return ownCommand(terminal, terminal.cwd);
  const { env, script, cwd } = terminal;
  const [manager = ''] = (env.npm_config_user_agent ?? '').split('/', 1);
  const runner = Object.hasOwn(runners, manager) ? runners[manager] : undefined;
  if (runner !== undefined) return runner;
  if (!script.endsWith('.js')) return 'logto-hooks';
  const relative = path.relative(cwd, script);
  const shown = relative.startsWith('..') ? script : relative;
  return `node ${suggestedWord(shown, '<logto-hooks>')}`;
}
