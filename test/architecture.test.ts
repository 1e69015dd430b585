import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { version } from '../src/version.ts';

const src = path.resolve(import.meta.dirname, '../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('templates'))
  .map((file) => file.replaceAll(path.sep, '/'));

/** Which room each room may import from, besides itself; a feature is any room not named here. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['cli.ts', 'version.ts'],
  'cli.ts': ['core', 'program.ts', 'terminal.ts'],
  'program.ts': ['commands', 'render', 'terminal.ts', 'version.ts'],
  'terminal.ts': ['terminal'],
  terminal: [],
  'version.ts': [],
  startup: ['core'],
  'index.ts': ['core'],
  'testing.ts': ['core', 'features'],
  commands: ['core', 'render', 'terminal.ts', 'terminal', 'features'],
  render: ['core', 'terminal.ts', 'features'],
  features: ['core'],
  core: [],
};

function roomOf(file: string): string {
  const [room = ''] = file.split('/');
  return Object.hasOwn(allowed, room) ? room : 'features';
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(src, file), 'utf8');
  return [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(([, target = '']) =>
    path.posix.join(path.posix.dirname(file), target),
  );
}

it.each(files)('%s imports only from the rooms below it', (file) => {
  const [feature] = file.split('/');
  for (const target of importsOf(file)) {
    expect(files).toContain(target);
    const [here, there] = [roomOf(file), roomOf(target)];
    const isAllowed =
      here === there && here === 'features'
        ? target.startsWith(`${feature}/`)
        : here === there || allowed[here]?.includes(there);
    expect([target, isAllowed]).toEqual([target, true]);
  }
});

it('has no circle of imports', () => {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    expect(way, [...way, file].join(' -> ')).not.toContain(file);
    if (done.has(file)) return;
    for (const target of importsOf(file)) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

/** A clock; other processes, which must not outlive ours; and the environment of somebody's tests. */
const mayTouchProcess = [
  'terminal.ts',
  'terminal/prompts.ts',
  'terminal/sink.ts',
  'terminal/pick.ts',
  'main.ts',
  'startup/code-cache.ts',
  'startup/require-chunk.ts',
  'core/clock.ts',
  'core/process-tree.ts',
  'testing.ts',
];

it.each(files)('%s leaves the process, colours and prompts to the terminal', (file) => {
  if (mayTouchProcess.includes(file)) return;
  const text = readFileSync(path.join(src, file), 'utf8');
  expect(text).not.toMatch(/\bprocess\.|node:process|from '(chalk|ora|@inquirer)/);
});

it.each(files.filter((file) => file.includes('/page/')))(
  '%s runs in a browser: it imports values from the page and from what knows no Node',
  (file) => {
    const text = readFileSync(path.join(src, file), 'utf8');
    const values = [...text.matchAll(/^import (?!type )[^;]* from '([^']+)'/gm)];
    for (const [, from = ''] of values) {
      expect(from).toMatch(
        /^(\.\/[\w-]+\.tsx?|preact(\/hooks)?|@preact\/signals|.*\/core\/json-text\.ts)$/,
      );
    }
  },
);

it("says package.json's version", () => {
  expect(version).toBe(packageJson.version);
});
