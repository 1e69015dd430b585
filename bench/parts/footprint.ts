import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { hasPeer } from '../measure/peers.ts';
import { root, scratchDirectory } from '../measure/process.ts';
import { type Row, rowOf } from '../measure/row.ts';

interface Footprint {
  /** Megabytes on disk. */
  readonly size: number;
  readonly packages: number;
}

const part = 'Footprint';

/** Peers that npm can install. */
const peers = ['@stripe/cli', 'hookdeck-cli', 'smee-client'];

/** Compares the installed size of our package with that of each peer. */
export function measureFootprint(): Row[] {
  const { directory, remove } = scratchDirectory();
  try {
    const ours = install(path.join(directory, 'ours'), packOurs(directory));
    return peers.filter(hasPeer).flatMap((name) => {
      const theirs = install(path.join(directory, name.replaceAll(/\W/g, '-')), name);
      return [compare(name, 'size', ours, theirs), compare(name, 'packages', ours, theirs)];
    });
  } finally {
    remove();
  }
}

function compare(
  name: string,
  what: keyof Footprint,
  { [what]: ours }: Footprint,
  { [what]: theirs }: Footprint,
): Row {
  const unit = what === 'size' ? ' MB' : '';
  const facts = [ours, theirs]
    .map((value) => `${+value.toFixed(1)}${unit}`)
    .join(' compared with ');
  const goal = { atMost: 1 };
  return rowOf({ part, what: `installed ${what}`, baseline: name, facts, goal }, [[theirs, ours]]);
}

function packOurs(directory: string): string {
  const args = ['pack', '--silent', '--pack-destination', directory];
  const name = execFileSync('npm', args, { cwd: root, encoding: 'utf8' }).trim();
  return path.join(directory, name);
}

function install(directory: string, wanted: string): Footprint {
  mkdirSync(directory);
  execFileSync('npm', ['init', '--yes'], { cwd: directory, stdio: 'ignore' });
  execFileSync('npm', ['install', '--silent', '--no-audit', wanted], { cwd: directory });
  const modules = path.join(directory, 'node_modules');
  const entries = readdirSync(modules, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const bytes = files.map(({ parentPath, name }) => statSync(path.join(parentPath, name)).size);
  return {
    size: bytes.reduce((sum, size) => sum + size, 0) / 1024 ** 2,
    packages: files.filter(isManifest).length,
  };
}

/** `node_modules/name/package.json` and `node_modules/@scope/name/package.json`, at any depth. */
function isManifest({ parentPath, name }: { parentPath: string; name: string }): boolean {
  return name === 'package.json' && /node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+$/.test(parentPath);
}
