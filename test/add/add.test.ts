import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { command, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { freePort } from '../helpers/free-port.ts';
import { type AppFiles, apps, makeDirectory, packageOf, type TestApp } from './apps.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Creates an app that uses the packages of this repository. */
function makeApp(files: AppFiles): string {
  const cwd = makeDirectory(files);
  symlinkSync(path.join(root, 'node_modules'), path.join(cwd, 'node_modules'));
  return cwd;
}

async function add(cwd: string, ...args: string[]) {
  const { code, stdout, stderr } = await runCli(['add', ...args], { cwd });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return { stdout, stderr };
}

/** Starts the app and runs the contract against the new route. */
async function testApp(cwd: string, { start }: TestApp) {
  const target = ['--to', `127.0.0.1:${await freePort()}/webhooks/logto`, '--start', start];
  return runCli(['test', ...target, '-e', 'PostRegister,User.Deleted'], { cwd });
}

/** Every app in .ci/run, which installs Python, Go and their frameworks; elsewhere the first one. */
const isComplete = process.env.TOOLCHAINS === '1';

describe('add', () => {
  for (const [index, [name, app]] of Object.entries<TestApp>(apps).entries()) {
    it.runIf(index < 1 || isComplete)(
      `adds a route to ${name} that passes the contract, and changes nothing the second time`,
      { timeout: 120_000 },
      async () => {
        const cwd = makeApp(app.files);
        const before = readdirSync(cwd);
        const { stdout } = await add(cwd, '--dry-run');
        expect(stdout).toContain('new file');
        expect(readdirSync(cwd).filter((file) => file !== '.logto-hooks')).toEqual(before);
        await add(cwd, '--yes');
        expect(readFileSync(path.join(cwd, '.env'), 'utf8')).toContain(
          'LOGTO_WEBHOOK_SIGNING_KEY=',
        );
        expect(readFileSync(path.join(cwd, '.gitignore'), 'utf8')).toMatch(/^\.env$/m);
        app.register?.(cwd);
        const text = Object.keys(app.files).map((file) =>
          readFileSync(path.join(cwd, file), 'utf8'),
        );
        // Not through add(), which requires an empty standard error.
        const again = await runCli(['add'], { cwd });
        expect(again).toMatchObject({ code: 0, stdout: '' });
        expect(again.stderr).toMatch(
          name === 'node:http' ? /^Nothing to/ : /^Nothing to change: \/webhooks\/logto is already/,
        );
        expect(again.stderr).toContain('test --to');
        const otherKey = { LOGTO_WEBHOOK_SIGNING_KEY: 'another' };
        expect(await runCli(['add', '--dry-run'], { cwd, env: otherKey })).toMatchObject({
          code: 0,
          stderr: expect.stringContaining('only the signing key has to be written to .env'),
        });
        expect(
          Object.keys(app.files).map((file) => readFileSync(path.join(cwd, file), 'utf8')),
        ).toEqual(text);
        const { code, stdout: report, stderr } = await testApp(cwd, app);
        expect({ code, report: code === 0 ? '' : report + stderr }).toEqual({
          code: 0,
          report: '',
        });
      },
    );
  }

  it('writes in the style of the app', async () => {
    const cwd = makeApp(apps['Express with require'].files);
    await add(cwd, '--yes');
    const code = readFileSync(path.join(cwd, 'logto-webhook.js'), 'utf8');
    expect(code).toContain("const express = require('express')\n");
    expect(code).toContain('\n\ttry {\n');
    expect(code).toContain('module.exports = { logtoWebhook }');
    expect(code).not.toMatch(/;$/m);
  });

  it('keeps CRLF', async () => {
    const files = Object.entries(apps['Express with require'].files);
    const cwd = makeApp(
      Object.fromEntries(files.map(([file, text]) => [file, text.replaceAll('\n', '\r\n')])),
    );
    await add(cwd, '--yes');
    const text = readFileSync(path.join(cwd, 'server.js'), 'utf8');
    expect(text).toContain('logtoWebhook');
    expect(text).not.toMatch(/[^\r]\n/);
  });

  it('says which line to add if it is not clear where the app is created', async () => {
    const files = {
      ...apps['Express with require'].files,
      'server.js': 'makeApp(require("express"))',
    };
    const { code, stderr } = await runCli(['add', '--yes'], { cwd: makeApp(files) });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^ {2}1\. Register the route .*: app\.use\(logtoWebhook\);$/m);
  });

  it('writes nothing through a link that leads out of the app', async () => {
    const cwd = makeApp(apps['node:http'].files);
    const outside = temporaryDirectory();
    symlinkSync(outside, path.join(cwd, 'src'));
    const { code, stderr } = await runCli(['add', '--yes'], { cwd });
    expect([code, stderr.trim().split('\n').at(-1)]).toEqual([
      2,
      expect.stringMatching(/^error: .*src/),
    ]);
    expect(readdirSync(outside)).toEqual([]);
  });

  it('writes the key to the env file of the framework, even if another one has it', async () => {
    const cwd = makeApp(apps['Express with require'].files);
    writeFileSync(path.join(cwd, '.env.local'), 'LOGTO_WEBHOOK_SIGNING_KEY=of-another-file\n');
    await add(cwd, '--yes');
    const text = readFileSync(path.join(cwd, '.env'), 'utf8');
    expect(text).toContain('LOGTO_WEBHOOK_SIGNING_KEY=of-another-file');
  });

  it('prints the edit of the script that starts the app, and the commands to test and listen', async () => {
    const scripts = { start: 'NODE_ENV=test node "my app.js"', dev: 'tsx watch x.ts', lint: 'x' };
    const files = {
      'package.json': packageOf('express', { scripts }),
      'app.js': 'const app = express();\n',
      'node_modules/logto-hooks/package.json': '{}',
    };
    const cwd = makeDirectory(files);
    const { stderr } = await runCli(['add', '--yes', '--route', '/hooks'], { cwd });
    const own = process.env.SINGLE_FILE ? command.join(' ') : 'npx logto-hooks';
    expect(stderr.slice(stderr.indexOf('Next'))).toBe(`Next
  1. Load .env when the app starts. In package.json: "dev": "tsx watch --env-file=.env x.ts", "start": "NODE_ENV=test node --env-file=.env \\"my app.js\\""
  2. Test the route (test sets the signing key itself): ${own} test --to 3000/hooks --start 'npm run dev'
  3. Start your app and forward events to it: ${own} listen --forward-to 3000/hooks
`);
  });

  it('writes nothing without --yes or a terminal', async () => {
    const cwd = makeApp(apps['Express with require'].files);
    const { code, stderr } = await runCli(['add'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('Nothing was written. Pass --yes to write these changes.');
    expect(existsSync(path.join(cwd, 'logto-webhook.js'))).toBe(false);
  });

  it('points to init if there is no app, and suggests a framework for a misspelled one', async () => {
    const cwd = temporaryDirectory();
    const none = await runCli(['add'], { cwd });
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('logto-hooks init')]);
    const named = await runCli(['add', 'express'], { cwd });
    expect([named.code, named.stdout, named.stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^error: This directory has no package\.json\. .*\n$/),
    ]);
    const wrong = await runCli(['add', 'expres'], { cwd });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('express')]);
  });
});
