import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../helpers/eventually.ts';
import { freePort } from '../../helpers/free-port.ts';
import { signingKey } from '../../helpers/listener.ts';
import { postSigned } from '../../helpers/post.ts';
import { bin, pseudoTerminals, startInTerminal } from '../../helpers/pty.ts';
import { isThorough } from '../../helpers/thorough.ts';

const tools = ['concurrently@9', 'npm-run-all@4'];
const body = Buffer.from('{"event":"PostSignIn","user":{"id":"u1","name":"Ada"}}');

const app = `import { createServer } from 'node:http';
createServer((request, response) => {
  request.resume().on('end', () => { console.log('app got it'); response.end(); });
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('app runs'));`;

describe.skipIf(!isThorough || !pseudoTerminals || process.platform === 'win32')(
  'listen next to an app',
  () => {
    const directory = path.join(tmpdir(), `logto-hooks-side-by-side-${process.pid}`);
    afterAll(() => rmSync(directory, { recursive: true, force: true }));
    const env = {
      PATH: [path.join(directory, 'node_modules/.bin'), process.env.PATH].join(path.delimiter),
      LOGTO_WEBHOOK_SIGNING_KEY: signingKey,
    };

    beforeAll(() => {
      mkdirSync(directory);
      writeFileSync(path.join(directory, 'app.mjs'), app);
      writeFileSync(path.join(directory, 'package.json'), '{"private":true}');
      const install = ['install', '--no-save', '--no-audit', '--no-fund', ...tools];
      const { status, stderr } = spawnSync('npm', install, { cwd: directory, encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    }, 120_000);

    /** Writes the scripts `app` and `hooks`, and returns their commands and the listener's URL. */
    async function scripts(options = '') {
      const [appPort, port] = [await freePort(), await freePort()];
      const commands = {
        app: `node ${path.join(directory, 'app.mjs')} ${appPort}`,
        hooks: `node ${bin} listen --port ${port} -f ${appPort} ${options}`,
      };
      const text = JSON.stringify({ private: true, scripts: commands });
      writeFileSync(path.join(directory, 'package.json'), text);
      const urls = [port, appPort].map((number) => `http://127.0.0.1:${number}`);
      return { ...commands, urls, url: urls[0] ?? '' };
    }

    async function areClosed(urls: readonly string[]): Promise<void> {
      for (const url of urls) {
        await eventually(() => expect(postSigned(url, body)).rejects.toThrow('ECONNREFUSED'));
      }
    }

    it.each([
      ['concurrently', ({ app, hooks }) => ['concurrently', '-n', 'app,hooks', app, hooks]],
      ['npm-run-all', () => ['run-p', '-l', 'app', 'hooks']],
    ] as [string, (commands: { app: string; hooks: string }) => [string, ...string[]]][])(
      'keeps its lines behind the prefix of %s, and ends with it at Ctrl+C',
      async (_, commandOf) => {
        const { urls, url, ...commands } = await scripts();
        const terminal = startInTerminal(
          ['sh', '-c', `cd '${directory}' && exec "$@"`, 'sh', ...commandOf(commands)],
          env,
        );
        await terminal.sees('app runs');
        await eventually(() =>
          expect(terminal.written()).toMatch(/\[hooks\] +Listening +http:\/\/127/),
        );
        expect((await postSigned(url, body)).status).toBe(200);
        await eventually(() => expect(terminal.written()).toMatch(/\[app *\] app got it/));
        await eventually(() =>
          expect(terminal.written()).toMatch(/\[hooks\] ✓ 200 PostSignIn .*\s+\[hooks\] +Ada/),
        );
        // No footer, which would be drawn over the other lines.
        expect(terminal.written()).not.toContain('? help');
        expect(terminal.raw()).not.toContain('\u001b[J');
        terminal.write('\u0003');
        await terminal.exited;
        await areClosed(urls);
      },
      20_000,
    );

    it('prints plain text without a terminal, and its exit code is the exit code of concurrently', async () => {
      const run = async (options: string, withListener: (url: string) => Promise<unknown>) => {
        const { app, hooks, urls, url } = await scripts(options);
        const args = ['-k', '-s', 'first', '-n', 'app,hooks', app, hooks];
        const child = spawn('concurrently', args, {
          cwd: directory,
          env: { ...process.env, CI: undefined, FORCE_COLOR: undefined, ...env },
        });
        onTestFinished(() => void child.kill());
        let output = '';
        for (const stream of [child.stdout, child.stderr]) {
          stream.on('data', (chunk) => {
            output += chunk;
          });
        }
        const closed = new Promise((resolve) => child.on('close', resolve));
        await withListener(url).catch(() => {});
        const code = await closed;
        await areClosed(urls);
        expect(output).not.toContain('\u001b');
        return { code, output };
      };
      const post = (url: string) => eventually(() => postSigned(url, body));
      const done = await run('--exit-after 1', post);
      expect(done.code).toBe(0);
      expect(done.output).toMatch(/^\[hooks\] +Listening {3}http:/m);
      expect(done.output).toMatch(/^\[hooks\] ✓ 200 PostSignIn/m);
      const late = await run('--exit-timeout 500ms', async () => {});
      expect(late.code).toBe(1);
      expect(late.output).toContain('[hooks] Timed out after 500ms: received 0 verified');
      const wrong = await run('--output nice', async () => {});
      expect(wrong.code).not.toBe(0);
      expect(wrong.output).toMatch(/\[hooks\] .*exited with code 2/);
    }, 30_000);
  },
);
