import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { eventNames } from '../../src/core/logto/events.ts';
import { templates } from '../../src/init/choices.ts';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { untilReady } from '../helpers/listener.ts';
import type { Environment } from './environment.ts';

/**
 * Defines the checks of an installation in an empty environment.
 * @param suggestion how `init` suggests running it
 */
export function checkInstallation(environment: () => Environment, suggestion: () => string): void {
  const run = (...args: string[]) => environment().run(args);

  it('prints its version, its help and what it knows, without a warning', async () => {
    const version = await run('--version');
    expect(version).toMatchObject({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
    const libraries = parseLines((await run('--version', '--json')).stdout);
    expect(libraries).toContainEqual(expect.objectContaining({ type: 'bundled', name: 'zod' }));
    for (const args of [['--help'], ['tenant', '--help'], ['completion', 'bash'], ['events']]) {
      expect(await run(...args)).toMatchObject({ code: 0, stderr: '' });
    }
    expect(parseLines((await run('events', '--json')).stdout)).toHaveLength(eventNames.length);
    expect(await run('sned')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('doctor')).toMatchObject({ code: 0 });
  });

  it('receives, tests, stores and replays deliveries', async () => {
    const listener = await untilReady(
      environment().start(['listen', '--json', '--port', '0', '--inspect', '0']),
    );
    listener.discard();
    const page = await fetch(String(listener.inspector).replace(/#.*/, ''));
    expect(await page.text()).toContain('<script');
    const sent = await run('send', '--all', '--json');
    expect(parseLines(sent.stdout).at(-1)).toMatchObject({ type: 'summary', failed: 0 });
    expect(sent).toMatchObject({ code: 0, stderr: '' });
    expect(await run('send', 'PostSignIn', '--tamper')).toMatchObject({ code: 1 });
    const test = await run('test', '--to', listener.url, '--reporter', 'json');
    expect(parseLines(test.stdout).at(-1)).toMatchObject({ type: 'summary', failed: 0 });
    expect(test).toMatchObject({ code: 0 });
    expect(await run('replay', '--last', '--to', listener.url)).toMatchObject({ code: 0 });
    listener.child.kill('SIGINT');
    const { code, stderr } = await listener.finished;
    expect(stderr).not.toMatch(/warning/i);
    if (process.platform !== 'win32') expect(code).toBe(130); // Windows has no signals.
    const stored = parseLines((await run('history', '--json', '--limit', '1000')).stdout);
    expect(stored.length).toBeGreaterThan(eventNames.length);
  });

  it('runs itself again for an agent', async () => {
    const request = (id: number, method: string, params: object) =>
      `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
    const clientInfo = { name: 'test', version: '1.0.0' };
    const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    const call = { name: 'show_event', arguments: { event: 'PostSignIn' } };
    const server = environment().start(['mcp']);
    server.stdin.write(request(1, 'initialize', hello) + request(2, 'tools/call', call));
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    await lines.next();
    expect((await lines.next()).value).toContain('interactionEvent');
    server.stdin.end();
  });

  // Before the projects below, in which it would find other apps.
  it('adds a route to an app', async () => {
    const { directory, write } = environment();
    const manifest = { name: 'app', type: 'module', dependencies: { express: '^5.0.0' } };
    write('package.json', JSON.stringify(manifest));
    const code = "import express from 'express';\nconst app = express();\napp.listen(3000);\n";
    write('app.js', code);
    expect(await run('add', '--yes')).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(directory, 'app.js'), 'utf8')).toContain('logtoWebhook');
  });

  it.each(templates.map(({ value }) => value))('scaffolds %s as the build does', async (name) => {
    const args = ['init', name, '--template', name, '--yes', '--no-install', '--no-git'];
    const made = await run(...args);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain(`${suggestion()} send --scenario`);
    const cwd = temporaryDirectory();
    expect(await runCli(args, { cwd })).toMatchObject({ code: 0 });
    const files = contentsOf(path.join(environment().directory, name));
    expect(files).toEqual(contentsOf(path.join(cwd, name)));
  });
}

/** Returns the text of every file in a directory, but not of `.env`, which has a new key. */
function contentsOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.env')
    .map(({ parentPath, name }) => path.join(parentPath, name));
  const texts = files.map((file) => [path.relative(directory, file), readFileSync(file, 'utf8')]);
  return Object.fromEntries(texts);
}
