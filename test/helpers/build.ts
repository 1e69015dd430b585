import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** What a build is made from, and with. */
const sources = [
  'src',
  'fixtures',
  'scripts',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'node_modules/.package-lock.json',
];

/** What it writes last. */
const result = 'dist/config.schema.json';

/** Builds what the tests run where anything is newer, so that they never speak of an older build. */
export default function setup(): void {
  if (Math.max(...sources.map(newest)) < changed(result)) return;
  const begun = new Date();
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  // What is saved meanwhile may not be in it.
  utimesSync(path.join(root, result), begun, begun);
}

/** When anything there was last changed; a file that went changes its directory. */
function newest(place: string): number {
  const entries = isDirectory(place) ? readdirSync(path.join(root, place)) : [];
  return Math.max(changed(place), ...entries.map((entry) => newest(path.join(place, entry))));
}

function isDirectory(place: string): boolean {
  return statSync(path.join(root, place), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Milliseconds since 1970; 0 for what is not there. */
function changed(place: string): number {
  return statSync(path.join(root, place), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
