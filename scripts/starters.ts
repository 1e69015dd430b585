/**
 * Creates an app with each framework's own starter, adds a route with `add`, builds the app and runs the
 * contract against it. Starters that download from GitHub are replaced by the files of their templates.
 *
 * `tsx scripts/starters.ts [--dev] [--lint] [starter…]`: ends with "N passed, N failed".
 * --dev also tests the development server; --lint also runs the starter's type check.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { createChecks } from './checks.ts';
import { freePort, inTurns, runProgram } from './scaffold-processes.ts';
import { type Starter, starters } from './starter-apps.ts';

const bin = path.resolve(import.meta.dirname, '../bin/logto-hooks.js');
const work = mkdtempSync(path.join(tmpdir(), 'logto-hooks-starters-'));
const quiet = {
  NEXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
};
const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const chosen = Object.entries<Starter>(starters).filter(
  ([name]) => wanted.length === 0 || wanted.includes(name),
);
const { check, report } = createChecks();

try {
  await inTurns(
    chosen.map(
      ([name, starter]) =>
        () =>
          prove(name, starter),
    ),
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
report();

async function prove(name: string, starter: Starter): Promise<void> {
  const parent = path.join(work, name);
  const directory = path.join(parent, 'app');
  mkdirSync(parent);
  const unavailable = await make(starter, parent, directory);
  if (unavailable !== undefined) {
    console.log(`unavailable ${name}: ${unavailable.trim().slice(-500)}`);
    return;
  }
  let route = '';
  const isAdded = await check(`${name}: add`, async () => {
    const first = await add(directory);
    route = / test --to \d+(\S+)/.exec(first)?.[1] ?? '';
    const second = await add(directory);
    return /^(?:new file|change) /m.test(second)
      ? `The second run changed files:\n${second}`
      : undefined;
  });
  if (!isAdded) return;
  const shell = (command: string) => runProgram('sh', ['-c', command], directory, quiet);
  const { build, lint, start, dev } = starter;
  if (build && !(await check(`${name}: build`, () => shell(build)))) return;
  if (lint && options.includes('--lint')) await check(`${name}: types`, () => shell(lint));
  await check(`${name}: contract`, () => runContract(directory, route, start));
  if (options.includes('--dev')) {
    await check(`${name}: contract in development`, () => runContract(directory, route, dev));
  }
  rmSync(parent, { recursive: true, force: true });
}

/** Creates and installs the app. Returns why that is not possible, or undefined. */
async function make(
  { create, files = {}, prepare }: Starter,
  parent: string,
  directory: string,
): Promise<string | undefined> {
  if (create) {
    const [source, ...command] = create;
    const args = ['exec', '--yes', '--prefer-offline', '--package', source, '--', ...command];
    const failure = await runProgram('npm', args, parent, quiet);
    if (failure) return failure;
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  }
  // So that no directory above is taken for the project.
  mkdirSync(path.join(directory, '.git'), { recursive: true });
  prepare?.(directory);
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  return runProgram('npm', install, directory, quiet);
}

/** Runs `add`. Returns what it prints. */
async function add(directory: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, 'add', '--yes'], {
    cwd: directory,
  });
  return stdout + stderr;
}

/** Starts the app with a free port, and runs the contract with the key in its env file. */
async function runContract(
  directory: string,
  route: string,
  start: string,
): Promise<string | undefined> {
  const port = await freePort();
  const command = start.replaceAll('$PORT', String(port));
  const args = [bin, 'test', '--to', `localhost:${port}${route}`, '--start', command];
  return runProgram(process.execPath, [...args, '--wait', '60s'], directory, quiet);
}
