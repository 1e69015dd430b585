import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { finished, parseLines, runCli, startCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { exportedHistory } from '../helpers/history.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';

const rotated = 'nZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cB';
const other = 'oZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cC';

const event = (name: string) => Buffer.from(JSON.stringify({ event: name }));

describe('two webhooks in one listener, one with an old and a new key', () => {
  it('verifies each with its own key, routes it, and replays it to the same path', async () => {
    const cwd = temporaryDirectory();
    const [app, roles] = [await startReceiver(), await startReceiver()];
    const listener = await startListener(
      [
        ...['--signing-key', rotated, '--signing-key', other, '--skip-events', 'User.Deleted'],
        ...['-f', app.url, '--route', `Role.*,Scope.*=${roles.url}/roles`],
      ],
      { cwd },
    );
    await postSigned(`${listener.url}/auth?token=hunter2`, event('PostSignIn'), { key: rotated });
    await postSigned(`${listener.url}/users`, event('User.Created'), { key: other });
    await postSigned(`${listener.url}/users?x=1`, event('Role.Created'));
    expect((await postSigned(listener.url, event('User.Deleted'))).status).toBe(200);
    const lines = [await listener.next(), await listener.next(), await listener.next()];
    expect(lines).toMatchObject([
      { path: '/auth', key: '--signing-key #2', forward: { url: `${app.url}/auth?token=***` } },
      { path: '/users', key: '--signing-key #3', forward: { url: `${app.url}/users` } },
      { path: '/users', key: '--signing-key #1', forward: { url: `${roles.url}/roles` } },
    ]);
    const received = ['/auth?token=hunter2', '/users'];
    expect(app.requests.map(({ path }) => path)).toEqual(received);
    expect(roles.requests.map(({ path }) => path)).toEqual(['/roles']);

    listener.child.kill('SIGTERM');
    const { stderr } = await listener.finished;
    expect(stderr.match(/the incoming query is not forwarded/g)).toHaveLength(1);
    const replay = await runCli(['replay', '--since', '1h'], { cwd });
    expect(replay).toMatchObject({ code: 0 });
    expect(replay.stdout + replay.stderr).not.toContain('hunter2');
    expect(app.requests.slice(2).map(({ path }) => path)).toEqual(received);
    await runCli(['replay', '--last', '3', '--to', app.url], { cwd });
    expect(app.requests.slice(4).map(({ path }) => path)).toEqual([...received, '/users?x=1']);

    const select = async (...args: string[]) =>
      parseLines((await runCli(['history', ...args, '--json'], { cwd })).stdout).map(
        ({ event }) => event,
      );
    expect(await select('--key', '#3')).toEqual(['User.Created']);
    expect(await select('--route', '/auth')).toEqual(['PostSignIn']);
    expect(await select('--route', '/roles', '--status', '2xx')).toEqual(['Role.Created']);
    expect(await select('search', 'user.c')).toEqual(['User.Created']);
    expect(JSON.stringify(await exportedHistory(cwd))).not.toContain('hunter2');
  });

  it('reads a comma list from the environment and tries every key in the diagnosis', async () => {
    const { LOGTO_WEBHOOK_SIGNING_KEY: name } = {
      LOGTO_WEBHOOK_SIGNING_KEY: 'LOGTO_WEBHOOK_SIGNING_KEY',
    };
    const env = { [name]: `${rotated}, ${other}` };
    const verify = (key: string) =>
      runCli(['sign', '--signing-key', key], { input: 'body' }).then(({ stdout }) =>
        runCli(['verify', '--signature', stdout.trim(), '--json'], { env, input: 'body' }),
      );
    const source = `${name} in the environment #2`;
    expect(JSON.parse((await verify(other)).stdout)).toMatchObject({ valid: true, key: source });
    expect(JSON.parse((await verify(`${other}\n`)).stdout)).toMatchObject({
      valid: false,
      cause: 'key-white-space',
      message: expect.stringContaining(`Key: ${source}.`),
    });
  });
});

it('explains once that the app has no route at /, for each delivery without a path', async () => {
  const app = await startReceiver(({ path }, response) => {
    response.writeHead(path === '/hook' ? 204 : 404).end();
  });
  const explanations = async (target: string[], path: string) => {
    const listener = await startListener(target);
    for (const name of ['PostSignIn', 'PostSignIn']) {
      await postSigned(`${listener.url}${path}`, event(name));
    }
    listener.child.kill('SIGTERM');
    return (await listener.finished).stderr.split('\n').filter((line) => line.includes('no route'));
  };
  const start = '! Your app has no route at /. If its webhook route is /webhook, listen with';
  expect(await explanations(['-f', app.url], '/?x=1')).toEqual([
    `${start} --forward-to ${app.url}/webhook.`,
  ]);
  expect(await explanations(['--route', `Post*=${app.url}`], '')).toEqual([
    `${start} --route 'Post*=${app.url}/webhook'.`,
  ]);
  expect(await explanations(['-f', app.url], '/other')).toEqual([]);
});

it('reports the beginning of a response that is not 2xx, decompressed', async () => {
  const text = `{"error":"boom\u001b[2J","rest":"${'ü'.repeat(5000)}"}`;
  const app = await startReceiver((_, response) => {
    response.writeHead(500, { 'content-encoding': 'gzip' }).end(gzipSync(text));
  });
  const cwd = temporaryDirectory();
  const listener = await startListener(['-f', app.url], { cwd });
  await postSigned(listener.url, event('PostSignIn'));
  const { forward, id } = await listener.next();
  const begin = Buffer.from(text).subarray(0, 4096).toString().replace('\ufffd', '');
  expect(forward).toMatchObject({ status: 500, responseBody: begin });
  const { stdout } = await runCli(['history', 'show', String(id)], { cwd });
  expect(stdout).toContain('  Your app responded 500:\n    {"error":"boom","rest":"üü');
  expect(stdout).not.toContain('\u001b');
});

it('prints the text of an HTML page, and a repeated response once', async () => {
  const page = `<!DOCTYPE html>
<html><head><title>Error</title><style>p { color: red }</style></head><body class="x">
<script>if (1 < 2) document.write('<p>no</p>');</script><h1>Error</h1>
<pre>Cannot <b>POST</b> &#x2F;&lt;x&gt;\u001b[2J<br> &nbsp; at app.js</pre><p>four</p></body></html>`;
  const app = await startReceiver((_, response) => response.writeHead(404).end(page));
  const args = ['listen', '--port', '0', '-f', `${app.url}/hook`, '--exit-after', '3'];
  const child = startCli([...args, '--signing-key', signingKey, '--no-history']);
  const ended = finished(child);
  let banner = '';
  child.stderr.on('data', (chunk) => {
    banner += chunk;
  });
  const url = () => /Listening +(http:\S+)/.exec(banner)?.[1] ?? '';
  await eventually(() => expect(url()).not.toBe(''));
  for (const _ of [1, 2, 3]) await postSigned(url(), event('PostSignIn'));
  const { stdout } = await ended;
  expect(stdout).toContain(
    '  Your app responded 404:\n    Error\n    Cannot POST /<x>\n    at app.js\n! 404',
  );
  expect(stdout.match(/^ {2}Your app responded 404: same response as before\.$/gm)).toHaveLength(2);
});

it.each([
  [['--route', 'Role.*'], "'Role.*' is not a valid route."],
  [['--route', 'Rol.*=3000'], "No event matches 'Rol.*'."],
  [['--route', '=3000'], "'=3000' is not a valid route."],
  [['--signing-key', ' '], '--signing-key is empty.'],
  [['--skip-events', 'PostSingIn'], "Unknown event 'PostSingIn'."],
])('exits with 2 for %j', async (args, message) => {
  const { code, stdout, stderr } = await runCli(['listen', '--port', '0', ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
