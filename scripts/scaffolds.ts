/**
 * Creates projects with `init` as users do. For every template, one is installed, type-checked, built,
 * tested, started and tested with `logto-hooks test`, every recipe in two of them; and every pair of
 * template and recipe is type-checked. The Hono project is also started with Bun and Deno. Needs the
 * network for `npm install`.
 *
 * `tsx scripts/scaffolds.ts [template…]`: ends with "N passed, N failed".
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import {
  isStandalone,
  type QueueName,
  type RecipeName,
  recipes,
  recipesOnWorkers,
  type TemplateName,
  templates,
} from '../src/init/choices.ts';
import { mergePackages } from '../src/init/compose/merge-packages.ts';
import { createChecks } from './checks.ts';
import { requireSession } from './scaffold-next.ts';
import {
  collect,
  freePort,
  installRuntimes,
  inTurns,
  killGroup,
  runProgram,
  waitForResponse,
} from './scaffold-processes.ts';
import { checkWorker } from './scaffold-worker.ts';

const root = path.resolve(import.meta.dirname, '..');
const bin = path.join(root, 'bin/logto-hooks.js');
const work = mkdtempSync(path.join(tmpdir(), 'logto-hooks-scaffolds-'));
const signingKey = 'a-key-of-the-scaffolds-script-32';
const allRecipes = recipes.map(({ value }) => value);
const wanted = process.argv.slice(2);
const chosen = templates
  .map(({ value }) => value)
  // The others have their own test, test/init/other-frameworks.test.ts.
  .filter((template) => !isStandalone(template))
  .filter((template) => wanted.length === 0 || wanted.includes(template));

/** Values for the required settings of recipes. Nothing listens at these addresses. */
const settings = {
  ANALYTICS_PSEUDONYM_KEY: 'a-secret-that-only-this-script-has',
  PLAUSIBLE_DOMAIN: 'example.com',
  PLAUSIBLE_URL: 'https://127.0.0.1:9',
  DISCORD_WEBHOOK_URL: 'https://127.0.0.1:9/api/webhooks/1/token',
  SLACK_WEBHOOK_URL: 'https://127.0.0.1:9/services/T0/B0/token',
  LOGTO_ENDPOINT: 'http://127.0.0.1:9',
  LOGTO_AUTH: 'app:secret',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'Us <us@example.com>',
  WELCOME_EMAIL_PRODUCT: 'Product',
  WELCOME_EMAIL_SIGN_IN_URL: 'https://example.com/sign-in',
};

const { check, report } = createChecks();
const run = (
  program: string,
  args: readonly string[],
  cwd = work,
  env: Readonly<Record<string, string>> = {},
) => runProgram(program, args, cwd, { NEXT_TELEMETRY_DISABLED: '1', ...env });

try {
  await inTurns(chosen.map((template, index) => () => proveTemplate(template, index)));
  await provePairs();
} finally {
  rmSync(work, { recursive: true, force: true });
}
report();

/** Tests one project, from `init` to its stop. Recipes rotate, so that each is in at least two templates. */
async function proveTemplate(template: TemplateName, index: number): Promise<void> {
  const isWorker = template === 'cloudflare';
  const own = isWorker ? recipesOnWorkers.map(({ value }) => value) : rotated(index);
  const queue = index % 2 === 0 ? 'postgres' : 'memory';
  const name = `${template}-${queue}`;
  const isMade = await check(`${name}: init`, () =>
    run(process.execPath, [
      ...[bin, 'init', name, '--yes', '--no-install', '--no-git', '-t', template],
      ...[...(isWorker ? [] : ['--queue', queue]), '-r', own.join()],
    ]),
  );
  if (!isMade) return;
  const directory = path.join(work, name);
  const npm = (...args: string[]) => run('npm', args, directory);
  const isInstalled = await check(`${name}: npm install`, () =>
    // wrangler needs Node.js 22.
    npm('install', '--no-audit', '--no-fund', '--prefer-offline', ...(isWorker ? ['node@22'] : [])),
  );
  if (!isInstalled) return;
  if (template === 'next') requireSession(directory);
  await check(`${name}: npm run build`, () => npm('run', 'build'));
  await check(`${name}: npm run types`, () => npm('run', 'types'));
  await check(`${name}: npm test`, () => npm('test'));
  if (isWorker) {
    const port = await freePort();
    const vars = { ...settings, LOGTO_WEBHOOK_SIGNING_KEY: signingKey };
    await check(`${name}: in workerd`, () =>
      checkWorker(directory, port, vars, async (url) =>
        run(process.execPath, [bin, ...(await trial(url)), '--signing-key', signingKey], directory),
      ),
    );
  } else {
    await check(`${name}: npm start`, () => serve(directory, 'npm', ['start']));
    if (template === 'hono') await proveRuntimes(name, directory);
  }
}

function rotated(index: number): RecipeName[] {
  return Array.from(
    { length: 4 },
    (_, step) => allRecipes[(index * 3 + step) % allRecipes.length] ?? 'audit-log',
  );
}

/** Starts a project with Bun and Deno. */
async function proveRuntimes(name: string, directory: string): Promise<void> {
  const { bun, deno } = await installRuntimes(path.join(work, 'runtimes'));
  const server = 'src/server.ts';
  await check(`${name}: bun`, () => serve(directory, bun, [server]));
  await check(`${name}: deno`, () => serve(directory, deno, ['run', '--allow-all', server]));
}

/** Starts a project with a command, tests it, and stops it. */
async function serve(
  directory: string,
  program: string,
  args: readonly string[],
): Promise<string | undefined> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/webhooks/logto`;
  const env = { ...settings, LOGTO_WEBHOOK_SIGNING_KEY: signingKey, PORT: String(port) };
  const child = spawn(program, args, {
    cwd: directory,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  try {
    await waitForResponse(`http://127.0.0.1:${port}/healthz`, child);
    const failure = await run(process.execPath, [bin, ...(await trial(url))], directory, env);
    if (failure) return `${failure}\n${output()}`;
    // The handlers fail, because nothing listens at the addresses of their settings.
    if (output().includes(`${directory}/dist/`)) return `No source maps:\n${output()}`;
    const ended = once(child, 'exit');
    if (child.pid) process.kill(-child.pid, 'SIGTERM');
    await ended;
    return undefined;
  } catch (error) {
    return `${error}\n${output()}`;
  } finally {
    killGroup(child);
  }
}

/** Returns the arguments of the contract test, or of `send --all` in a version without it. */
async function trial(url: string): Promise<string[]> {
  const help = await promisify(execFile)(process.execPath, [bin, '--help']);
  return /^ {2}test /m.test(help.stdout) ? ['test', '--to', url] : ['send', '--all', '--to', url];
}

/** Type-checks each template with each recipe, for several versions of Logto, with shared packages. */
async function provePairs(): Promise<void> {
  const modules = path.join(work, 'all');
  await check('packages of everything', async () => {
    for (const template of chosen)
      await make(`all-${template}`, template, recipesOf(template), 'postgres');
    await make('all', chosen[0] ?? 'node', [], 'memory');
    const parts = ['all', ...chosen.map((template) => `all-${template}`)].map((name) =>
      JSON.parse(readFileSync(path.join(work, name, 'package.json'), 'utf8')),
    );
    writeFileSync(path.join(modules, 'package.json'), JSON.stringify(mergePackages(parts)));
    return run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], modules);
  });
  await inTurns(chosen.map((template, index) => () => provePairsOf(template, index, modules)));
}

/** Type-checks a template in one process, which reads the packages' declarations once. */
async function provePairsOf(template: TemplateName, index: number, modules: string): Promise<void> {
  const pairs = recipesOf(template).map((recipe, other) => ({
    recipe,
    name: `${template}-with-${recipe}`,
    queue: (index + other) % 2 === 0 ? ('memory' as const) : ('postgres' as const),
  }));
  const names = [`all-${template}`, ...pairs.map(({ name }) => name)];
  await check(`${template} with each recipe, and with all: types`, async () => {
    for (const { name, recipe, queue } of pairs) await make(name, template, [recipe], queue);
    for (const name of names) {
      symlinkSync(path.join(modules, 'node_modules'), path.join(work, name, 'node_modules'));
    }
    return run(path.join(modules, 'node_modules/.bin/tsc'), ['--build', '--noEmit', ...names]);
  });
}

function recipesOf(template: TemplateName): readonly RecipeName[] {
  return template === 'cloudflare' ? recipesOnWorkers.map(({ value }) => value) : allRecipes;
}

async function make(
  name: string,
  template: TemplateName,
  own: readonly RecipeName[],
  queue: QueueName,
): Promise<void> {
  const versions = [[], ['--logto', '1.36'], ['--logto', '1.20']];
  const version =
    versions[own.length === 1 ? allRecipes.indexOf(own[0] ?? 'audit-log') % 3 : 0] ?? [];
  const kind = template === 'cloudflare' ? [] : ['--queue', queue];
  const options = ['-t', template, ...kind, '-r', own.join() || 'none', ...version];
  const args = [bin, 'init', name, '--yes', '--no-install', '--no-git', ...options];
  const failure = await run(process.execPath, args);
  if (failure) throw new Error(failure);
}
