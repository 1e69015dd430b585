import { existsSync } from 'node:fs';
import path from 'node:path';

/** Scripts that start an app, the first that exists. */
const scripts = ['dev', 'start:dev', 'start'];

const lockfiles = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
] as const;

/** Returns the command that starts an app in development, or undefined if its package.json has no script for it. */
export function readStartCommand(directory: string, packageJson: string): string | undefined {
  const own = readScripts(packageJson);
  const script = scripts.find((name) => own[name]);
  if (script === undefined) return undefined;
  const [, manager = 'npm'] =
    lockfiles.find(([file]) => existsSync(path.join(directory, file))) ?? [];
  return `${manager} run ${script}`;
}

/** A command that runs a file: at the beginning, after another command, or after environment variables. */
const runsNode = /(?<=^|&& |\w=\S* )(node|tsx(?: watch)?)(?= )/;

/** Returns the lines of package.json that make the scripts that start an app load .env, for those that do not. */
export function loadEnvFile(packageJson: string): string[] {
  const own = readScripts(packageJson);
  return scripts.flatMap((name) => {
    const command = own[name] ?? '';
    if (command.includes('--env-file') || !runsNode.test(command)) return [];
    const edited = command.replace(runsNode, '$1 --env-file=.env');
    return [`"${name}": ${JSON.stringify(edited)}`];
  });
}

function readScripts(packageJson: string): Readonly<Record<string, string>> {
  return packageJson === '' ? {} : (JSON.parse(packageJson).scripts ?? {});
}
