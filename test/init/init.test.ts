import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';

const variable = 'LOGTO_WEBHOOK_SIGNING_KEY';
const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');
const quick = ['--yes', '--no-install', '--no-git'];

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .toSorted();
}

describe('init', () => {
  it('creates a project, shows it as a tree and prints the next steps', async () => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await runCli(['init', 'my-hooks', ...quick], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/ {2}my-hooks\n {2}├─ src\/handlers\/ /);
    expect(stdout).toMatch(
      /Next:\n {2}cd my-hooks .*\n {2}npm install .*\n {2}npm test .*\n {2}npm run dev /,
    );
    expect(stdout).toContain(`node ${bin} send --scenario sign-up --to 3000/webhooks/logto`);
    expect(stdout).toContain(`node ${bin} listen --forward-to 3000/webhooks/logto`);
    const texts = filesIn(cwd).map((file) => readFileSync(path.join(cwd, file), 'utf8'));
    expect([stdout, ...texts].join('\n')).not.toMatch(/npx logto-hooks|npx -y/);
    const manifest = JSON.parse(readFileSync(path.join(cwd, 'my-hooks/package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: 'my-hooks', private: true, type: 'module' });
    expect(filesIn(cwd)).toEqual(expect.arrayContaining(['my-hooks/.gitignore']));
  });

  it('writes a new signing key to .env without printing it', async () => {
    const cwd = temporaryDirectory();
    const { stdout } = await runCli(['init', 'my-hooks', ...quick], { cwd });
    const file = path.join(cwd, 'my-hooks/.env');
    const { [variable]: key = '' } = parseEnv(readFileSync(file, 'utf8'));
    expect(key).toMatch(/^[0-9A-Za-z]{32}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(stdout).not.toContain(key);
    expect(existsSync(path.join(cwd, '.logto-hooks'))).toBe(false);
    const sent = await runCli(['sign', '-'], { cwd: path.join(cwd, 'my-hooks'), input: '{}' });
    expect(sent).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [
      '-t',
      'koa',
      "Unknown template 'koa'. Use one of: node, express, fastify, hono, next, cloudflare, nest, fastapi, go.",
    ],
    ['-t', 'expres', 'Did you mean express?'],
    ['-r', 'welcome-mail', 'Did you mean welcome-email?'],
    ['--pm', 'nmp', 'Did you mean npm?'],
    ['--queue', 'redis', "Unknown queue 'redis'. Use one of: memory, postgres."],
  ])('refuses %s %s in one line', async (option, value, message) => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await runCli(['init', 'x', ...quick, option, value], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each([
    ['-r', 'audit-log', "Recipe 'audit-log' does not work on Cloudflare Workers: it needs a file"],
    ['-r', 'welcome-email', 'Use another template, or one of: notify-slack, '],
    ['--queue', 'postgres', '--queue postgres does not work on Cloudflare Workers.'],
  ])('refuses %s %s on Cloudflare Workers', async (option, value, message) => {
    const cwd = temporaryDirectory();
    const args = ['init', 'x', ...quick, '-t', 'cloudflare', option, value];
    const { code, stderr } = await runCli(args, { cwd });
    expect([code, readdirSync(cwd)]).toEqual([2, []]);
    expect(stderr).toContain(message);
  });

  it.each([
    ['nest', '-r', 'audit-log'],
    ['fastapi', '--queue', 'postgres'],
    ['go', '-r', 'audit-log'],
  ])('refuses -t %s %s %s', async (template, option, value) => {
    const cwd = temporaryDirectory();
    const args = ['init', 'x', ...quick, '-t', template, option, value];
    const { code, stderr } = await runCli(args, { cwd });
    expect([code, readdirSync(cwd)]).toEqual([2, []]);
    expect(stderr).toBe(
      `error: Template '${template}' has no recipes, and its queue is in memory. ` +
        'Leave out --recipes and --queue, or use one of: node, express, fastify, hono, next, cloudflare.\n',
    );
  });

  it('creates a Python project with the types of --logto, and prints how to start it', async () => {
    const cwd = temporaryDirectory();
    const args = ['init', 'x', ...quick, '-t', 'fastapi', '--logto', '1.36'];
    const { code, stdout } = await runCli(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/app\/handlers\.py +your code/);
    expect(stdout).toMatch(/python3? -m venv \.venv .*\n.*pip install -r requirements-dev\.txt/);
    const types = readFileSync(path.join(cwd, 'x/app/logto_events.py'), 'utf8');
    expect(types).toContain('class UserCreatedPayload(TypedDict):');
    expect(types).not.toContain('MessageRateLimitedPayload');
    expect(existsSync(path.join(cwd, 'x/.env'))).toBe(true);
  });

  it('refuses recipes in a minimal project', async () => {
    const args = ['init', 'x', ...quick, '--minimal', '-r', 'audit-log'];
    const { code, stderr } = await runCli(args, { cwd: temporaryDirectory() });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Leave out --minimal, or')]);
  });

  const refused = ['My App', '.hidden', 'über', 'a/../B', 'aux', 'con.app', 'hooks.'];
  it.each(refused)("refuses the name '%s'", async (name) => {
    const cwd = temporaryDirectory();
    const { code, stderr } = await runCli(['init', name, ...quick], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: '.*' is not a valid project name\. Use .*\n$/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('derives a valid name from the working directory', async () => {
    const cwd = path.join(temporaryDirectory(), 'Möwe & Co');
    mkdirSync(cwd);
    expect(await runCli(['init', '.', ...quick], { cwd })).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(path.join(cwd, 'package.json'), 'utf8')).name).toBe('mowe-co');
  });

  it('creates a project in a fresh clone, but not in place of a file', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, 'clone/.git'), { recursive: true });
    writeFileSync(path.join(cwd, 'file'), '');
    expect(await runCli(['init', 'clone', ...quick], { cwd })).toMatchObject({ code: 0 });
    const { code, stderr } = await runCli(['init', 'file', ...quick], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: .*file is a file\..*\n$/)]);
  });

  it('does not prompt without a terminal', async () => {
    const cwd = temporaryDirectory();
    const { code } = await runCli(['init', '--no-install'], { cwd });
    expect([code, readdirSync(cwd)]).toEqual([0, ['logto-webhooks']]);
  });

  test('lists the files with --dry-run and writes none', async () => {
    const cwd = temporaryDirectory();
    const { code, stdout } = await runCli(['init', 'x', '-t', 'hono', '--dry-run'], { cwd });
    expect([code, readdirSync(cwd)]).toEqual([0, []]);
    await runCli(['init', 'x', '-t', 'hono', ...quick], { cwd });
    expect(stdout.trim().split('\n')).toEqual(filesIn(path.join(cwd, 'x')));
  });

  test('prints a line for each file and one for the project with --json', async () => {
    const cwd = temporaryDirectory();
    const args = ['init', 'x', '-t', 'express', '--queue', 'postgres', '--pm', 'pnpm', '--json'];
    const { code, stdout } = await runCli([...args, '--no-install', '--no-git'], { cwd });
    const lines = parseLines(stdout);
    expect(code).toBe(0);
    expect(lines.filter(({ type }) => type === 'file')).toHaveLength(
      filesIn(path.join(cwd, 'x')).length,
    );
    expect(lines.at(-1)).toMatchObject({
      ...{ type: 'project', directory: path.join(cwd, 'x'), name: 'x', template: 'express' },
      ...{ recipes: [], queue: 'postgres', packageManager: 'pnpm', git: false, installed: false },
      next: [
        'cd x',
        'pnpm install',
        'pnpm run test',
        'pnpm run dev',
        `node ${bin} send --scenario sign-up --to 3000/webhooks/logto`,
        `node ${bin} listen --forward-to 3000/webhooks/logto`,
      ],
    });
  });

  it('writes only the events and fields of --logto', async () => {
    const cwd = temporaryDirectory();
    const recipe = ['-r', 'notify-slack', '--logto'];
    await runCli(['init', 'old', ...quick, ...recipe, '1.36'], { cwd });
    const read = (file: string) => readFileSync(path.join(cwd, 'old/src', file), 'utf8');
    for (const file of ['logto/events.ts', 'logto/payloads.ts', 'notices/notice-handlers.ts']) {
      expect(read(file)).toContain("'Identifier.Lockout'");
      expect(read(file)).not.toMatch(/Message\.RateLimited|TrustedDevice|Adaptive|#since/);
    }
    expect(read('logto/payloads.ts')).not.toContain('cimdClientId');
    const env = { LOGTO_VERSION: '1.10' };
    const { code, stderr } = await runCli(['init', 'older', ...quick], { cwd, env });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/1\.10.*Use --logto 1\.18 or later/)]);
  });

  it('initializes a git repository unless the directory is in one', async () => {
    const cwd = temporaryDirectory();
    const args = [...quick.filter((option) => option !== '--no-git'), '--json'];
    const outer = await runCli(['init', 'outer', ...args], { cwd });
    expect(parseLines(outer.stdout).at(-1)).toMatchObject({ git: true });
    expect(existsSync(path.join(cwd, 'outer/.git/HEAD'))).toBe(true);
    const inner = await runCli(['init', 'outer/inner', ...args], { cwd });
    expect([outer.stderr, inner.stderr]).toEqual(['', '']);
    const plain = await runCli(['init', 'plain', '-t', 'nest', ...args.slice(0, -1)], { cwd });
    expect(plain.stderr).toBe('Initialized a git repository.\n');
    expect(plain.stdout).toMatch(/ src\/ +start, routes and helpers\n/);
    expect(parseLines(inner.stdout).at(-1)).toMatchObject({ git: false });
  });

  it('reports a package manager that is not installed', async () => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await runCli(
      ['init', 'x', '--yes', '--no-git', '--pm', 'yarn'],
      { cwd, env: { PATH: cwd } },
    );
    expect(code).toBe(1);
    expect(stderr).toBe(
      "Running yarn install...\nyarn is not installed.\nerror: 'yarn install' failed; the files were written.\n",
    );
    expect(stdout).toContain('yarn install');
  });

  it('reports a failed installation and keeps the files', async () => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await runCli(['init', 'x', '--yes', '--no-git'], {
      cwd,
      env: { npm_config_registry: 'http://127.0.0.1:1', npm_config_fetch_retries: '0' },
    });
    expect(code).toBe(1);
    expect(stderr).toContain("error: 'npm install' failed; the files were written.");
    expect(stdout).toContain('npm install');
    expect(existsSync(path.join(cwd, 'x/src/server.ts'))).toBe(true);
  });

  it('uses the package manager that started it', async () => {
    const cwd = temporaryDirectory();
    const { stdout } = await runCli(['init', 'x', ...quick], {
      cwd,
      env: { npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v20' },
    });
    expect(stdout).toContain('pnpm install');
  });
});

it.runIf(process.platform === 'linux')(
  'init fails with one line if the system reports ENOENT',
  async () => {
    const { code, stderr } = await runCli(['init', '/proc/x/app', ...quick]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: [^\n]*ENOENT[^\n]*\n$/);
  },
);
