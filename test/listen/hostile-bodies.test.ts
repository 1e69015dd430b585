import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { goodBody, hostileBodies } from '../helpers/hostile-bodies.ts';
import { type Listener, startListener } from '../helpers/listener.ts';
import { post, postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { many, timeoutMs } from '../helpers/stress.ts';

const good = Buffer.from('{"event":"PostSignIn","hookId":"w4ne1hk2xq9c0m5zt8rav"}');

/** Megabytes; the command needs a tenth of it without a body. */
const heap = { NODE_OPTIONS: '--max-old-space-size=96' };

const wrongSignature = { 'logto-signature-sha-256': 'a'.repeat(64) };

/** Bodies whose details are printed; under stress, all of them. */
const shownBodies = many(3, hostileBodies.length);

it(
  'listen accepts every hostile body, and verifies, stores and forwards the deliveries between them',
  async () => {
    const app = await startReceiver();
    const cwd = temporaryDirectory();
    const listener = await startListener(['-f', app.url], { cwd, env: heap });
    const ids: string[] = [];
    for (const [what, body] of hostileBodies) {
      const responses = [
        await postSigned(listener.url, body),
        await post(listener.url, body, wrongSignature),
        await post(listener.url, body),
        await postSigned(listener.url, good),
      ];
      expect([what, ...responses.map(({ status }) => status)]).toEqual([what, 200, 401, 401, 200]);
      const lines = [await listener.next(), await listener.next(), await listener.next()];
      expect(lines.map(({ signature }) => signature)).toEqual(['valid', 'invalid', 'missing']);
      expect(lines.slice(1).map(({ drift }) => drift)).toEqual([[], []]);
      expect(await listener.next()).toMatchObject({ signature: 'valid', body: good.toString() });
      ids.push(String(lines[0]?.id));
    }
    expect(app.requests.map((request) => request.body.length)).toEqual(
      hostileBodies.flatMap(([, body]) => [body.length, good.length]),
    );
    listener.child.kill('SIGINT');
    await listener.finished;
    const listed = await runCli(['history', '--json'], { cwd, env: heap });
    expect(parseLines(listed.stdout).map(({ signature }) => signature)).toEqual(
      hostileBodies.flatMap(() => ['valid', 'invalid', 'missing', 'valid']),
    );
    for (const [index, [, body]] of hostileBodies.slice(0, shownBodies).entries()) {
      const show = await runCli(['history', 'show', ids[index] ?? ''], { cwd, env: heap });
      expect(show.code).toBe(0);
      expect(show.stdout).toContain(`Body (${body.length} bytes)`);
    }
  },
  timeoutMs,
);

it('listen names the event of an unverified body of 5 MB, and does not check it', async () => {
  const listener = await startListener();
  const [[, body] = expect.fail()] = hostileBodies;
  await post(listener.url, body);
  expect(await listener.next()).toMatchObject({
    event: 'Organization.Membership.Updated',
    hookId: 'w4ne1hk2xq9c0m5zt8rav',
    known: true,
    drift: [],
  });
});

it('listen checks a verified body of 5 MB with much custom data like any other', async () => {
  const listener = await startListener();
  await postSigned(listener.url, goodBody);
  await postSigned(
    listener.url,
    Buffer.from(goodBody.toString().replace('"id":"u3k9abcdefgh",', '')),
  );
  expect(await listener.next()).toMatchObject({ signature: 'valid', known: true, drift: [] });
  expect(await listener.next()).toMatchObject({
    drift: [{ path: 'data.id', expected: 'string', got: 'missing' }],
  });
});

it('listen reports a verified body with more values than Logto ever sends', async () => {
  const listener = await startListener();
  const [[, body] = expect.fail()] = hostileBodies;
  await postSigned(listener.url, body);
  expect(await listener.next()).toMatchObject({
    drift: [
      { path: '(root)', expected: 'at most 25000 values', got: expect.stringMatching(/^\d{7}$/) },
    ],
  });
});

it.runIf(many(false, process.platform === 'linux'))(
  'listen takes at most 10 times the memory and 3 times the time of a good delivery for any 5 MB',
  async () => {
    const reference = await measure((listener) => postSigned(listener.url, goodBody));
    for (const [what, body] of hostileBodies) {
      for (const headers of [undefined, wrongSignature, {}]) {
        const cost = await measure((listener) =>
          headers ? post(listener.url, body, headers) : postSigned(listener.url, body),
        );
        expect(cost.memory, what).toBeLessThanOrEqual(10 * reference.memory);
        expect(cost.time, what).toBeLessThanOrEqual(3 * reference.time);
      }
    }
  },
  timeoutMs,
);

/** Measures a request to a warm listener: peak memory in megabytes, CPU time in milliseconds. */
async function measure(send: (listener: Listener) => Promise<unknown>) {
  const listener = await startListener();
  const { pid = 0 } = listener.child;
  for (let n = 0; n < 3; n++) {
    await postSigned(listener.url, good);
    await listener.next();
  }
  const before = usageOf(pid);
  await send(listener);
  await listener.next();
  const after = usageOf(pid);
  listener.child.kill('SIGKILL');
  return { memory: after.memory - before.memory, time: after.time - before.time };
}

function usageOf(pid: number): { readonly memory: number; readonly time: number } {
  const [, peak] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  const ticks = (user ?? 0) + (system ?? 0); // Of 10 ms each.
  return { memory: Number(peak) / 1024, time: 10 * ticks };
}
