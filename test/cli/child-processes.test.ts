import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixture } from '../../src/core/fixtures/fixtures.ts';
import { runCli, startCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';
import { pseudoTerminals, startSession } from '../helpers/pty.ts';
import { startTenant } from '../helpers/tenant/start.ts';

/** Secrets in the environment of the command. */
const secrets = { LOGTO_AUTH: 'app:hunter2', LOGTO_WEBHOOK_SIGNING_KEY: 'hunter3' };

const isLinux = process.platform === 'linux';

let cwd: string;
let seen: string;
beforeEach(() => {
  cwd = temporaryDirectory();
  seen = path.join(cwd, 'seen');
  mkdirSync(seen);
});

/** Creates programs that record their arguments and environment, then run `script`. */
function fakePrograms(names: readonly string[], script = 'cat > /dev/null'): string {
  const bin = path.join(cwd, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of names) {
    const note = `env > '${seen}/${name}.env'; printf '%s\\n' "$@" > '${seen}/${name}.args'`;
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${note}\n${script}\n`, { mode: 0o755 });
  }
  return `${bin}:${process.env.PATH}`;
}

/** Waits until a program has started, and returns its environment and arguments. */
async function seenBy(name: string): Promise<{ env: string; args: string }> {
  const read = (what: string) => readFileSync(path.join(seen, `${name}.${what}`), 'utf8');
  await eventually(() => expect(read('args')).toMatch(/\n$/));
  return { env: read('env'), args: read('args') };
}

describe('the environment without secrets', () => {
  /** No started program may see a secret. */
  afterEach(() => {
    const files = readdirSync(seen);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(readFileSync(path.join(seen, file), 'utf8')).not.toMatch(/LOGTO_AUTH|hunter\d/);
    }
  });

  it.runIf(pseudoTerminals && process.platform !== 'win32')(
    'is passed to browser, clipboard and editor',
    async () => {
      const PATH = fakePrograms(['xdg-open', 'open', 'wl-copy', 'pbcopy', 'editor']);
      const env = { ...secrets, PATH, WAYLAND_DISPLAY: 'wayland-0', VISUAL: '', EDITOR: 'editor' };
      const session = await startSession(['--inspect', '0'], { cwd, env });
      await postSigned(session.url, Buffer.from(JSON.stringify(fixture('PostSignIn'))));
      await session.sees('1 received');
      const [browser, clipboard] = isLinux ? ['xdg-open', 'wl-copy'] : ['open', 'pbcopy'];
      for (const [key, name] of [
        ['o', browser],
        ['c', clipboard],
        ['e', 'editor'],
      ] as const) {
        session.press(key);
        const { env: theirs } = await seenBy(name);
        expect(theirs).not.toContain('LOGTO_WEBHOOK_SIGNING_KEY');
      }
    },
  );

  it('is passed to cloudflared', async () => {
    const url = "echo 'https://quiet-owl-1.trycloudflare.com' >&2; exec sleep 60";
    const PATH = fakePrograms(['cloudflared'], url);
    const tenant = await startTenant();
    startCli(['listen', '--tenant', '--tunnel', '--port', '0'], {
      cwd,
      env: { ...tenant.env, PATH, XDG_STATE_HOME: cwd },
    });
    const { env, args } = await seenBy('cloudflared');
    expect(env).not.toMatch(/LOGTO_(AUTH|WEBHOOK_SIGNING_KEY)/);
    expect(env + args).not.toContain(tenant.appSecret);
  });

  it('is passed to the --state command of reconcile', async () => {
    const PATH = fakePrograms(['state'], 'exit 1');
    const tenant = await startTenant();
    tenant.addHook({ name: 'shop' });
    const args = ['tenant', 'reconcile', 'shop', '--state', 'state', '--dry-run'];
    await runCli(args, { cwd, env: { ...secrets, ...tenant.env, PATH } });
    expect((await seenBy('state')).env).not.toContain('LOGTO_WEBHOOK_SIGNING_KEY');
  });

  it('is passed to a receiver of --start, with its signing key', async () => {
    const PATH = fakePrograms(['receiver'], 'exec sleep 60');
    const args = ['test', '--to', 'localhost:1', '--start', 'receiver', '--wait', '300ms'];
    await runCli([...args, '--signing-key', 'theirs'], { cwd, env: { ...secrets, PATH } });
    const { env } = await seenBy('receiver');
    expect(env).toContain('LOGTO_WEBHOOK_SIGNING_KEY=theirs\n');
  });
});

describe.runIf(isLinux)('the arguments of a process', () => {
  const argumentsOf = (pid: number | undefined) => readFileSync(`/proc/${pid}/cmdline`, 'utf8');

  it.runIf(pseudoTerminals)('lead the browser to the inspector without its token', async () => {
    const copy = `cp "$1" '${path.join(cwd, 'opened.html')}'; stat -c %a "$1" > '${path.join(cwd, 'mode')}'`;
    const input = `readlink /proc/$$/fd/0 > '${path.join(cwd, 'input')}'`;
    const PATH = fakePrograms(['xdg-open'], `${copy}; ${input}`);
    const session = await startSession(['--inspect', '0'], { cwd, env: { PATH } });
    const [, token = expect.fail(session.written())] =
      /#token=([\w-]+)/.exec(session.written()) ?? [];
    session.press('o');
    await session.sees('The inspector is open in the browser');
    const { args } = await seenBy('xdg-open');
    expect(args).not.toContain(token);
    expect(readFileSync(path.join(cwd, 'opened.html'), 'utf8')).toMatch(
      new RegExp(
        `http-equiv="refresh" content="0;url=http://127\\.0\\.0\\.1:\\d+/#token=${token}"`,
      ),
    );
    expect(readFileSync(path.join(cwd, 'mode'), 'utf8')).toBe('600\n');
    expect(statSync(path.dirname(args.trim())).mode & 0o777).toBe(0o700);
    // Through a pipe, a browser that exits at once could be taken for one that failed.
    expect(readFileSync(path.join(cwd, 'input'), 'utf8')).toBe('/dev/null\n');
    session.press('q');
    await session.exited;
    expect(readdirSync(path.join(cwd, '.logto-hooks')).join()).not.toContain('open-');
  });

  it('hide the secrets on the command line of a listener', async () => {
    const listener = await startListener(['-H', 'authorization: Bearer hunter2']);
    const shown = argumentsOf(listener.child.pid);
    expect(shown).toContain('logto-hooks listen');
    expect(shown).not.toContain('hunter2');
    expect(shown).not.toContain(signingKey);
  });
});
