import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture } from '../../src/core/fixtures/fixtures.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';
import { pseudoTerminals, startSession } from '../helpers/pty.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startTenant } from '../helpers/tenant/start.ts';

const secret = 'hunter2';
const query = `?key=${secret}&${secret}#${secret}`;
const shown = '?key=***&***';
const signed = ['--signing-key', signingKey];

const body = Buffer.from(JSON.stringify(fixture('PostSignIn')));

/** Returns the contents of all files below a directory as text. */
function allFiles(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(directory, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');
}

/** Delivers once through a listener whose target URL has a secret. */
async function deliverOnce(args: readonly string[] = []) {
  const app = await startReceiver();
  const cwd = temporaryDirectory();
  const listener = await startListener(['-f', `${app.url}/hook${query}`, ...args], { cwd });
  await postSigned(listener.url, body);
  const delivery = await listener.next();
  listener.child.kill('SIGINT');
  const { stderr } = await listener.finished;
  return { app, cwd, listener, delivery, stderr };
}

describe('the query of a target URL', () => {
  it('reaches the app, and is neither shown nor stored by listen, history and replay', async () => {
    const { app, cwd, listener, delivery, stderr } = await deliverOnce();
    expect(app.requests[0]?.path).toBe(`/hook?key=${secret}&${secret}`);
    const url = `${app.url}/hook${shown}`;
    expect(listener.ready.forwardTo).toBe(url);
    expect(delivery).toMatchObject({ forward: { url } });
    const output = [JSON.stringify([listener.ready, delivery]), stderr];
    for (const args of [
      ['history', 'show', String(delivery.id)],
      ['history', 'export'],
      ['history', '--json'],
      ['replay', '--last', '--to', `${app.url}/v2${query}`],
      ['replay', '--last', '--to', `${app.url}/v2${query}`, '--json'],
      ['replay', '--last', '--to', `${app.url}/v2${query}`, '--diff', `${app.url}/v3${query}`],
    ]) {
      const { code, stdout, stderr: words } = await runCli(args, { cwd });
      expect([args, code]).toEqual([args, 0]);
      output.push(stdout, words);
    }
    expect(app.requests.at(-1)?.path).toContain(`?key=${secret}&${secret}`);
    expect(output.join('\n')).toContain(`${app.url}/v2${shown}`);
    expect(output.join('\n') + allFiles(cwd)).not.toContain(secret);

    const { code, stderr: refusal } = await runCli(['replay', '--last'], { cwd });
    expect({ code, refusal }).toEqual({
      code: 2,
      refusal: `error: The delivery ${delivery.id} was forwarded to '${url}', whose query values are not stored. Pass the URL with --to.\n`,
    });
  });

  it('is not stored if the app does not respond or chaos resets the connection', async () => {
    const { cwd, delivery, stderr } = await deliverOnce(['--chaos', 'reset']);
    expect(JSON.stringify(delivery) + stderr + allFiles(cwd)).not.toContain(secret);
    const listener = await startListener(['-f', `http://127.0.0.1:1/${query}`], { cwd });
    await postSigned(listener.url, body);
    expect(JSON.stringify(await listener.next())).not.toContain(secret);
    expect(allFiles(cwd)).not.toContain(secret);
  });

  it.runIf(pseudoTerminals)('is shown neither by the banner nor by the keys', async () => {
    const app = await startReceiver((_, response) => response.writeHead(500).end());
    const session = await startSession(['-f', `${app.url}/${query}`, '--no-inspect']);
    await postSigned(session.url, body);
    await session.sees('1 received');
    session.press('r');
    await session.sees('replayed');
    session.press('\r');
    await session.sees('Signature');
    session.press('G');
    await session.sees('100%');
    expect(session.written()).toContain(shown);
    expect(session.written()).not.toContain(secret);
  });

  it('is sent by send, but not shown', async () => {
    const app = await startReceiver((request, response) =>
      request.path.startsWith('/moved')
        ? response.writeHead(302, { location: `/hook${query}` }).end()
        : response.end(),
    );
    const to = `${app.url}/moved${query}`;
    for (const args of [[], ['--json'], ['--dry-run'], ['--dry-run', '--json']]) {
      const { stdout, stderr } = await runCli([
        'send',
        'PostSignIn',
        '--to',
        to,
        ...signed,
        ...args,
      ]);
      expect(stdout + stderr).toContain(`moved${shown}`);
      expect(stdout + stderr).not.toContain(secret);
    }
    expect(app.requests.map((one) => one.path)).toContain(`/moved?key=${secret}&${secret}`);
    // A command to run needs the complete URL.
    const { stdout } = await runCli(['send', 'PostSignIn', '--to', to, ...signed, '--curl']);
    expect(stdout).toContain(`/moved?key=${secret}&${secret}`);
  });

  it.each(['pretty', 'json', 'junit', 'tap', 'github'])(
    'is not in the %s report',
    async (reporter) => {
      const app = await startReceiver((_, response) => response.writeHead(500).end());
      const args = ['test', '--to', `${app.url}/hook${query}`, ...signed, '--reporter', reporter];
      const cwd = temporaryDirectory();
      const summary = path.join(cwd, 'summary.md');
      const { stdout, stderr } = await runCli([...args, '--only', 'accepts'], {
        cwd,
        env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
      });
      expect(stdout + stderr).toMatch(/500/);
      expect(stdout + stderr + allFiles(cwd)).not.toContain(secret);
    },
  );

  it('is not in the message of test about a wrong path', async () => {
    const app = await startReceiver((_, response) => response.writeHead(404).end());
    const { stderr } = await runCli(['test', '--to', `${app.url}/hook${query}`, ...signed]);
    expect(stderr).toContain(`${app.url}/hook${shown} returned 404`);
    expect(stderr).not.toContain(secret);
  });
});

describe('the path and query of an incoming request', () => {
  it('are stored completely in the history, and shown without values that may be secret', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener([], { cwd });
    await postSigned(`${listener.url}/hooks/logto?key=${secret}&${secret}`, body);
    const delivery = await listener.next();
    expect(delivery).toMatchObject({ path: '/hooks/logto' });
    const output = [JSON.stringify(delivery)];
    const commands = [
      ['history', 'show', String(delivery.id)],
      ['history', 'export'],
      ['history', '--json'],
    ];
    for (const args of commands) {
      const { code, stdout, stderr } = await runCli(args, { cwd });
      expect([args, code]).toEqual([args, 0]);
      output.push(stdout, stderr);
    }
    expect(output[1]).toContain('POST /hooks/logto?key=***&***');
    expect(JSON.parse(output[3] ?? '')).toMatchObject({ path: '/hooks/logto?key=***&***' });
    expect(output.join('\n')).not.toContain(secret);
    expect(allFiles(cwd)).toContain(`/hooks/logto?key=${secret}&${secret}`);
    const directory = path.join(cwd, '.logto-hooks', 'history');
    const modes = readdirSync(directory).map((name) => statSync(path.join(directory, name)).mode);
    expect(modes.map((mode) => mode & 0o077)).toEqual(modes.map(() => 0));
  });
});

describe("the URL of a tenant's webhook", () => {
  it('is shown without query values and user information', async () => {
    const tenant = await startTenant();
    const app = await startReceiver((_, response) => response.writeHead(500).end());
    tenant.addHook({ name: 'shop', config: { url: `${app.url}/hook${query}` } });
    tenant.addHook({ name: 'old', config: { url: `https://user:${secret}@example.com/${query}` } });
    tenant.addHook({ name: 'odd', config: { url: `user:${secret}@example com?${secret}` } });
    await tenant.emit('PostSignIn');
    let output = '';
    for (const args of [
      ['tenant', 'webhooks'],
      ['tenant', 'deliveries', 'shop'],
      ['tenant', 'deliveries', 'old', '--json'],
      ['tenant', 'deliveries', 'odd'],
      ['tenant', 'test', 'shop', '-e', 'PostSignIn'],
      ['tenant', 'test', 'old', '-e', 'PostSignIn', '--json'],
      ['tenant', 'redeliver', 'shop', '--dry-run', '--json'],
      ['tenant', 'redeliver', 'shop', '--yes'],
      ['tenant', 'redeliver', 'shop', '--again', '--json'],
      ['tenant', 'redeliver', 'old'],
      ['tenant', 'redeliver', 'odd'],
      ['tenant', 'create', 'new', '--url', `https://example.com/new${query}`, '--json'],
      ['tenant', 'update', 'shop', '--url', `${app.url}/v2${query}`, '--json'],
      ['tenant', 'disable', 'old'],
      ['doctor', '--json'],
    ]) {
      const { stdout, stderr } = await runCli(args, { env: tenant.env });
      expect([args, (stdout + stderr).includes(secret)]).toEqual([args, false]);
      output += stdout + stderr;
    }
    expect(output).toContain(`${app.url}/hook${shown}`);
    expect(output).toContain(`https://example.com/new${shown}`);
    expect(tenant.state.hooks.map(({ config }) => config.url)).toContain(`${app.url}/v2${query}`);
  });

  it('is a failed check of doctor with a remedy if it has a user name or password', async () => {
    const tenant = await startTenant();
    const url = `https://user:${secret}@example.com/hook`;
    const { id } = tenant.addHook({ name: 'old', config: { url } });
    const { code, stdout } = await runCli(['doctor'], { env: tenant.env });
    expect(code).toBe(1);
    expect(stdout).toContain('https://example.com/hook has a user name or password in it');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `logto-hooks tenant update ${id} --url https://… -H "authorization: …"`,
    );
  });

  it('is shown without them by a listener that creates it', async () => {
    const tenant = await startTenant();
    const { stdout, stderr } = await runCli(
      [
        ...['listen', '--tenant', '--public-url', `https://tunnel.example/${query}`, '--json'],
        ...['--port', '0', '--exit-timeout', '200ms'],
      ],
      { env: { ...tenant.env, XDG_STATE_HOME: temporaryDirectory() } },
    );
    expect(stdout).toContain(`https://tunnel.example/${shown}`);
    expect(stdout + stderr).not.toContain(secret);
  });
});
