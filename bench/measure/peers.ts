import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './process.ts';

const servers = path.join(root, 'bench/servers');

/** An app that reads what it gets and answers 200. */
export const sink = path.join(servers, 'sink.mjs');

/** The baseline of every listener. */
export const bare = path.join(servers, 'bare.mjs');

/** Where `npm install --prefix bench/peers` puts peer tools; our code does not need them. */
const peersDirectory = path.join(root, 'bench/peers');

const modules = path.join(peersDirectory, 'node_modules');

/** Whether a package of another is there to be measured beside ours. */
export function hasPeer(name: string): boolean {
  return existsSync(path.join(modules, name, 'package.json'));
}

/** The script of a command that an installed package brings; undefined where it is not there. */
export function installedPeer(name: string, command: string): string | undefined {
  if (!hasPeer(name)) return undefined;
  const { bin } = JSON.parse(readFileSync(path.join(modules, name, 'package.json'), 'utf8'));
  const script = typeof bin === 'string' ? bin : bin?.[command];
  return script && path.join(modules, name, script);
}
