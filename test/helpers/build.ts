import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** The inputs of a build. */
const sources = [
  'src',
  'fixtures',
  'scripts',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'node_modules/.package-lock.json',
];

/** The file that a build writes last. */
const result = 'dist/config.schema.json';

/** Builds the command if an input is newer than the last build. */
export default function setup(): void {
  if (Math.max(...sources.map(newest)) < changed(result)) return;
  const begun = new Date();
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  // A file that is saved during the build may not be in it.
  utimesSync(path.join(root, result), begun, begun);
}

/** Returns the newest modification time in a directory; deleting a file changes that of its directory. */
function newest(place: string): number {
  const entries = isDirectory(place) ? readdirSync(path.join(root, place)) : [];
  return Math.max(changed(place), ...entries.map((entry) => newest(path.join(place, entry))));
}

function isDirectory(place: string): boolean {
  return statSync(path.join(root, place), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Returns epoch milliseconds; 0 if the path does not exist. */
function changed(place: string): number {
  return statSync(path.join(root, place), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
