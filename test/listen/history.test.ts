import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { allBytes, exportedHistory, segmentFiles } from '../helpers/history.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { postAll, seeded } from '../helpers/load.ts';
import { post, postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';

const body = Buffer.from('{"event":"PostSignIn","hookId":"w4ne1hk2xq9c0m5zt8rav"}');

/** The full size: LOGTO_HOOKS_STRESS=1 npx vitest run test/listen/history.test.ts */
const [rounds, deliveries] = env.LOGTO_HOOKS_STRESS ? [20, 5000] : [3, 500];

describe('a listener killed with SIGKILL under load', () => {
  it.each(Array.from({ length: rounds }, (_, index) => index + 1))(
    'it has lost nothing that it acknowledged (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const cwd = temporaryDirectory();
      const bodies = Array.from({ length: deliveries }, (_, n) =>
        Buffer.from(
          JSON.stringify({ event: 'PostSignIn', n, name: 'Zoë 🦉'.repeat(random() ** 8 * 9000) }),
        ),
      );
      const { url, child, discard } = await startListener(seed === rounds ? ['--fsync'] : [], {
        cwd,
      });
      discard();
      const killAfter = Math.ceil(random() * deliveries * 0.9);
      const acknowledged: Buffer[] = [];
      await postAll(url, bodies, 20, (sent, status) => {
        if (status === 200) acknowledged.push(sent);
        if (acknowledged.length === killAfter) child.kill('SIGKILL');
      });

      const kept = new Set((await exportedHistory(cwd)).map((one) => one.body));
      expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter);
      expect(acknowledged.filter((sent) => !kept.has(sent.toString()))).toEqual([]);
      expect(kept.size).toBeLessThan(deliveries);
    },
    120_000,
  );
});

describe('the history of a listener', () => {
  it('contains every complete POST as received, valid or not, shown or not', async () => {
    const cwd = temporaryDirectory();
    const app = await startReceiver((_, response) =>
      response.writeHead(201, { 'x-app': 'yes' }).end('taken'),
    );
    const listener = await startListener(['--events', 'PostSignIn', '-f', app.url], { cwd });
    await post(listener.url, Buffer.from([0xff, 0xfe, 0]), { 'X-Odd': 'a', 'x-ODD': 'b' });
    await postSigned(listener.url, Buffer.from('{"event":"User.Created"}'));
    const { sentSignature } = await postSigned(listener.url, body, {
      encode: gzipSync,
      encoding: 'gzip',
    });
    expect(await exportedHistory(cwd)).toMatchObject([
      {
        signature: 'missing',
        diagnosis: { cause: 'signature-missing' },
        responded: 401,
        bodyBase64: '//4A',
        skipped: false,
        attempts: [],
      },
      { event: 'User.Created', signature: 'valid', responded: 200, skipped: true, attempts: [] },
      {
        via: 'http',
        event: 'PostSignIn',
        signature: 'valid',
        diagnosis: null,
        headers: { 'logto-signature-sha-256': sentSignature, 'content-encoding': 'gzip' },
        body: body.toString(),
        wireBodyBase64: gzipSync(body).toString('base64'),
        responded: 201,
        attempts: [
          {
            kind: 'forward',
            status: 201,
            response: { headers: { 'x-app': 'yes' }, body: 'taken' },
          },
        ],
      },
    ]);
  });

  it('does not lose verified deliveries to a flood of requests without a valid signature', async () => {
    const cwd = temporaryDirectory();
    const { url } = await startListener(['--history-keep', '10mb'], { cwd });
    const bodies = Array.from({ length: 5 }, (_, n) =>
      Buffer.from(`{"event":"PostSignIn","n":${n},"filler":"${'x'.repeat(300_000)}"}`),
    );
    for (const one of bodies) expect((await postSigned(url, one)).status).toBe(200);
    const flood = Buffer.alloc(4 * 1024 ** 2, ' ');
    for (let n = 0; n < 3; n++) {
      expect((await post(url, flood)).status).toBe(401);
      expect((await postSigned(url, flood, { key: 'another' })).status).toBe(401);
    }
    const kept = await exportedHistory(cwd);
    expect(kept.filter((one) => one.signature === 'valid').map((one) => one.body)).toEqual(
      bodies.map(String),
    );
    expect(kept.at(-1)).toMatchObject({ signature: 'invalid' });
    const sizes = segmentFiles(cwd).map((file) => statSync(file).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10 * 1024 ** 2);
  });

  it('is written before --exit-after exits', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener(['--exit-after', '1'], { cwd });
    expect((await postSigned(listener.url, body)).status).toBe(200);
    expect(await listener.finished).toMatchObject({ code: 0 });
    expect(await exportedHistory(cwd)).toHaveLength(1);
  });

  it('is not written with --no-history', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener(['--no-history'], { cwd });
    expect((await postSigned(listener.url, body)).status).toBe(200);
    expect(await exportedHistory(cwd)).toEqual([]);
  });

  it('is in separate files for two listeners in one directory', async () => {
    const cwd = temporaryDirectory();
    const listeners = await Promise.all([startListener([], { cwd }), startListener([], { cwd })]);
    for (let n = 0; n < 20; n++) {
      await Promise.all(
        listeners.map(({ url }, who) =>
          postSigned(url, Buffer.from(JSON.stringify({ event: 'PostSignIn', who, n }))),
        ),
      );
    }
    expect(segmentFiles(cwd)).toHaveLength(2);
    const kept = new Set((await exportedHistory(cwd)).map((one) => one.body));
    expect(kept.size).toBe(40);
  });

  it('continues in a new file after it was cleared', async () => {
    const cwd = temporaryDirectory();
    const { url } = await startListener([], { cwd });
    await postSigned(url, Buffer.from('{"event":"User.Created"}'));
    expect((await runCli(['history', 'clear', '--yes'], { cwd })).code).toBe(0);
    expect((await postSigned(url, body)).status).toBe(200);
    expect(await exportedHistory(cwd)).toMatchObject([{ event: 'PostSignIn' }]);
  });

  it('contains no signing key', async () => {
    const cwd = temporaryDirectory();
    const app = await startReceiver();
    const { url } = await startListener(['-f', app.url], { cwd });
    await postSigned(url, body);
    await postSigned(url, body, { key: `${signingKey}\n` });
    await postSigned(url, body, { key: 'other' });
    const ids = (await exportedHistory(cwd)).map(({ id }) => String(id));
    expect(ids).toHaveLength(3);
    const resign = ['--resign', '--signing-key', signingKey, '--to', app.url];
    await runCli(['replay', ...ids.slice(1), ...resign], { cwd });
    expect(app.requests).toHaveLength(3);
    expect(allBytes(cwd).includes(signingKey)).toBe(false);
  });
});

describe('a listener that cannot write its history', () => {
  it('responds with 500 instead of 200, reports it once, and recovers', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, '.logto-hooks'));
    const obstacle = path.join(cwd, '.logto-hooks', 'history');
    writeFileSync(obstacle, 'a file in the place of the directory');
    const app = await startReceiver();
    const listener = await startListener(['-f', app.url], { cwd });
    for (let n = 0; n < 2; n++) {
      expect(await postSigned(listener.url, body)).toMatchObject({
        status: 500,
        body: '{"error":"The delivery could not be stored in the history."}\n',
      });
      expect(await listener.next()).toMatchObject({ forward: { status: 200 }, responded: 500 });
    }
    expect((await post(listener.url, body)).status).toBe(401);
    rmSync(obstacle);
    expect((await postSigned(listener.url, body)).status).toBe(200);
    expect(await exportedHistory(cwd)).toHaveLength(1);
    listener.child.kill('SIGINT');
    const { stderr } = await listener.finished;
    expect(stderr.match(/cannot be written \(EEXIST\)/g)).toHaveLength(1);
    expect(stderr).toContain('The history is writable again.');
  });

  it.runIf(process.platform === 'linux')('exits if the system reports ENOENT', async () => {
    const listener = await startListener([], { cwd: '/proc' });
    expect((await postSigned(listener.url, body)).status).toBe(500);
    listener.child.kill('SIGINT');
    const { code, stderr } = await listener.finished;
    expect(code).toBe(130);
    expect(stderr.match(/cannot be written \(ENOENT\)/g)).toHaveLength(1);
  });

  it('truncates a partly written record and keeps the others', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener([], { cwd, fileBlocks: 64 });
    const large = Buffer.from(JSON.stringify({ event: 'PostSignIn', filler: 'x'.repeat(9000) }));
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push((await postSigned(listener.url, large)).status);
    const acknowledged = statuses.filter((status) => status === 200);
    expect(new Set(statuses)).toEqual(new Set([200, 500]));

    const { stdout, stderr } = await runCli(['history', '--json'], { cwd });
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(acknowledged.length);
    expect(stderr).toBe('');
    listener.child.kill('SIGINT');
    expect((await listener.finished).stderr).toContain('cannot be written (EFBIG)');
  });
});
