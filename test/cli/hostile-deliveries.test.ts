import { describe, expect, it } from 'vitest';
import { parseLines, runCli, startCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import {
  hostileEnvironment as env,
  expectHarmless,
  hostileHeader,
  hostileText,
} from '../helpers/hostile.ts';
import { signingKey } from '../helpers/listener.ts';
import { post, postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startWireServer } from '../helpers/wire.ts';

const key = ['--signing-key', signingKey];

/** Payloads with hostile text in every field, including the Console's sample. */
const bodies = [
  { event: hostileText, [hostileText]: hostileText },
  {
    event: 'PostSignIn',
    user: { name: hostileText, id: hostileText },
    [hostileText]: [hostileText],
  },
  { event: 'User.Created', data: { [hostileText]: hostileText, name: hostileText } },
  { hookId: 'x', event: hostileText, createdAt: hostileText, data: { id: 'fake-id' } },
].map((body) => Buffer.from(JSON.stringify(body)));

const headers = {
  'user-agent': hostileHeader,
  'x-hostile': hostileHeader,
  'content-type': hostileHeader,
  'logto-signature-sha-256': hostileHeader,
};

/** Sends hostile requests of every kind. */
async function attack(url: string): Promise<void> {
  for (const body of [...bodies, Buffer.from(hostileText), Buffer.from([0, 0x9b, 0xff])]) {
    await postSigned(url, body);
    await post(`${url}/${encodeURI('::error::a')}/##[add-mask]c?x=\u009b`, body, headers);
  }
  await postSigned(url, Buffer.from('{}'), { encoding: hostileHeader });
}

/** Starts an app with hostile responses. */
function startHostileApp() {
  return startReceiver(({ path }, response) => {
    response.statusMessage = hostileHeader;
    const isRedirect = path.startsWith('/moved');
    response.writeHead(isRedirect ? 302 : 500, {
      'content-type': hostileHeader,
      'x-hostile': hostileHeader,
      ...(isRedirect ? { location: '/##[add-mask]c?::error::' } : {}),
    });
    response.end(hostileText);
  });
}

/** Starts a listener, attacks it, and returns its output. */
async function attackListener(args: readonly string[], cwd: string): Promise<string> {
  const words = ['listen', '--port', '0', '--no-inspect', '--allow-unsigned', ...key, ...args];
  const child = startCli(words, { cwd, env });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed += chunk;
    });
  }
  const url = await eventually(
    () => /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? expect.fail(printed),
  );
  const exited = new Promise((resolve) => child.on('close', resolve));
  await attack(url);
  child.kill('SIGINT');
  await exited;
  return printed;
}

describe('a hostile delivery', () => {
  it.each(
    [
      ['--print', 'payload'],
      ['--print', 'headers'],
      ['--output', 'compact'],
      ['--output', 'quiet'],
      ['--json'],
      ['--record', 'rec', '--redact'],
    ].map((args) => [args.join(' '), args] as const),
  )('makes listen %s print nothing that a terminal or runner obeys', async (_, args) => {
    const app = await startHostileApp();
    const cwd = temporaryDirectory();
    expectHarmless(await attackListener([...args, '-f', app.url], cwd));
  });

  it('makes no command that reads the history print that either', async () => {
    const app = await startHostileApp();
    const cwd = temporaryDirectory();
    await attackListener(['-f', app.url], cwd);
    const listed = await runCli(['history', 'list', '--json'], { cwd, env });
    const deliveries = parseLines(listed.stdout);
    expect(deliveries.length).toBeGreaterThan(8);
    const ids = deliveries.map(({ id }) => String(id));
    for (const words of [
      ['history'],
      ['history', 'list', '--failed', '--limit', '5', '--json'],
      ['history', 'export'],
      ...ids.map((id) => ['history', 'show', id]),
      ['history', 'show', ...ids.slice(0, 1), '--json'],
      ['replay', '--last', '8', '--to', `${app.url}/moved`],
      ['replay', '--last', '8', '--json'],
      ['replay', '--last', '8', '--diff', app.url],
      ['replay', '--last', '8', '--diff', app.url, '--json'],
    ]) {
      const { stdout, stderr } = await runCli(words, { cwd, env });
      expectHarmless(stdout);
      expectHarmless(stderr);
    }
    expectHarmless(listed.stdout);
  }, 120_000);

  it('keeps its values in every --json line', async () => {
    const cwd = temporaryDirectory();
    await attackListener([], cwd);
    const { stdout } = await runCli(['history', 'export'], { cwd, env });
    const texts = parseLines(stdout).map(({ body }) => body);
    for (const body of bodies) expect(texts).toContain(body.toString());
  });
});

describe('a hostile receiver', () => {
  it.each(
    [[], ['--json'], ['--count', '3'], ['--retries', '1']].map(
      (args) => [args.join(' '), args] as const,
    ),
  )('makes send %s print nothing that a terminal or runner obeys', async (_, args) => {
    const app = await startHostileApp();
    for (const path of ['', '/moved']) {
      const words = ['send', 'PostSignIn', '--to', `${app.url}${path}`, ...key, ...args];
      const { stdout, stderr, code } = await runCli(words, { env });
      expectHarmless(stdout);
      expectHarmless(stderr);
      expect(code).toBe(1);
    }
  });

  it('makes send print nothing of that if it does not speak HTTP', async () => {
    const server = await startWireServer(`${hostileText}\r\n\r\n`);
    const words = ['send', 'PostSignIn', '--to', server.url, '--debug', ...key];
    const { stdout, stderr } = await runCli(words, { env });
    expectHarmless(stdout);
    expectHarmless(stderr);
  });
});
