import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './process.ts';

const servers = path.join(root, 'bench/servers');

/** An app that reads each request and responds with 200. */
export const sink = path.join(servers, 'sink.mjs');

/** The baseline of the listeners. */
export const bare = path.join(servers, 'bare.mjs');

/** Filled by `npm install --prefix bench/peers`. */
const modules = path.join(root, 'bench/peers/node_modules');

/** Returns whether a peer is installed. */
export function hasPeer(name: string): boolean {
  return existsSync(path.join(modules, name, 'package.json'));
}

/** Returns the script of a command of an installed peer, or undefined. */
export function installedPeer(name: string, command: string): string | undefined {
  if (!hasPeer(name)) return undefined;
  const { bin } = JSON.parse(readFileSync(path.join(modules, name, 'package.json'), 'utf8'));
  const script = typeof bin === 'string' ? bin : bin?.[command];
  return script && path.join(modules, name, script);
}
