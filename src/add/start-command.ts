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
  const own: Readonly<Record<string, string>> =
    packageJson === '' ? {} : (JSON.parse(packageJson).scripts ?? {});
  const script = scripts.find((name) => own[name]);
  if (script === undefined) return undefined;
  const [, manager = 'npm'] =
    lockfiles.find(([file]) => existsSync(path.join(directory, file))) ?? [];
  return `${manager} run ${script}`;
}
