import { performance } from 'node:perf_hooks';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { renderDelivery } from '../../src/cli/output/delivery/delivery.ts';
import type { Delivery } from '../../src/core/delivery.ts';
import { sign } from '../../src/core/logto/signature.ts';
import { parseChaos } from '../../src/listen/chaos/rules.ts';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Listener, signingKey, startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { exchangeBytes } from '../helpers/wire.ts';

function startChaos(app: Receiver, kinds: string, ...args: string[]): Promise<Listener> {
  return startListener(['--forward-to', app.url, '--chaos', kinds, ...args]);
}

const body = (n: number) => Buffer.from(`{"event":"PostSignIn","n":${n}}`);
const numbers = ({ requests }: Receiver) =>
  requests.map((request) => JSON.parse(request.body.toString()).n);

describe('--chaos', () => {
  it('stores the injected fault with the delivery', async () => {
    const cwd = temporaryDirectory();
    const chaos = ['--chaos', 'drop:1', '--chaos-seed', '1'];
    const app = await startReceiver();
    const listener = await startListener(['-f', app.url, ...chaos], { cwd });
    await postSigned(listener.url, body(1));
    const { stdout } = await runCli(['history'], { cwd });
    expect(stdout).toMatch(/^! 502 .* {2}chaos: drop\n$/);
    const list = await runCli(['history', '--json'], { cwd });
    expect(parseLines(list.stdout)).toMatchObject([{ chaos: ['drop'] }]);
    const id = String(parseLines(list.stdout)[0]?.id);
    const shown = await runCli(['history', 'show', id], { cwd });
    expect(shown.stdout).toContain('chaos: dropped, your app never got it');
  });

  it('duplicate sends the app the same bytes twice, and the sender the first response', async () => {
    let answered = 0;
    const app = await startReceiver((_, response) => {
      response.statusCode = [201, 500][answered++] ?? 0;
      response.end(`answer ${answered}`);
    });
    const listener = await startChaos(app, 'duplicate:1');
    expect(await postSigned(listener.url, body(1))).toMatchObject({
      status: 201,
      body: 'answer 1',
    });
    await eventually(() => expect(app.requests).toHaveLength(2));
    const [first, second] = app.requests;
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers).toEqual(first?.headers);
    expect(await listener.next()).toMatchObject({ chaos: ['duplicate'], responded: 201 });
  });

  it('duplicate still sends the second copy when the listener is told to exit', async () => {
    const app = await startReceiver();
    const listener = await startChaos(app, 'duplicate:1', '--exit-after', '1');
    await postSigned(listener.url, body(1));
    await listener.finished;
    expect(numbers(app)).toEqual([1, 1]);
  });

  it('reorder holds a delivery until after the next one, or for a second', async () => {
    const app = await startReceiver();
    // With this seed only the first delivery gets the fault.
    const listener = await startChaos(app, 'reorder:0.5', '--chaos-seed', '8');
    const requests = [body(1), body(2)].map(
      (bytes) =>
        `POST / HTTP/1.1\r\nhost: x\r\nlogto-signature-sha-256: ${sign(bytes, signingKey)}\r\ncontent-length: ${bytes.length}\r\n\r\n${bytes}`,
    );
    await exchangeBytes(
      listener.url,
      requests.join(''),
      (responses) => responses.match(/HTTP\/1\.1 200/g)?.length === 2,
    );
    expect(numbers(app)).toEqual([2, 1]);

    const alone = await startReceiver();
    const other = await startChaos(alone, 'reorder:1');
    const started = performance.now();
    expect((await postSigned(other.url, body(1))).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(900);
    expect(await other.next()).toMatchObject({ chaos: ['reorder'] });
  });

  it('drop delivers nothing and responds with 502', async () => {
    const app = await startReceiver();
    const listener = await startChaos(app, 'drop:1');
    expect((await postSigned(listener.url, body(1))).status).toBe(502);
    expect(await listener.next()).toMatchObject({ chaos: ['drop'], forward: null, responded: 502 });
    expect(app.requests).toEqual([]);
  });

  it('delay delivers and responds late', async () => {
    const app = await startReceiver((_, response) => response.writeHead(202).end());
    const listener = await startChaos(app, 'delay=300ms:1');
    const started = performance.now();
    expect((await postSigned(listener.url, body(1))).status).toBe(202);
    expect(performance.now() - started).toBeGreaterThan(290);
    expect(await listener.next()).toMatchObject({ chaos: ['delay'], forward: { status: 202 } });
  });

  it('status delivers and responds with another status', async () => {
    const app = await startReceiver();
    const listener = await startChaos(app, 'status=503:1');
    expect((await postSigned(listener.url, body(1))).status).toBe(503);
    expect(await listener.next()).toMatchObject({
      ...{ chaos: ['status'], forward: { status: 200 }, responded: 503 },
    });
    expect(numbers(app)).toEqual([1]);
  });

  it('reset breaks the connection before the app has the whole body, and responds with 502', async () => {
    const app = await startReceiver();
    const listener = await startChaos(app, 'reset:1');
    for (const bytes of [
      Buffer.from(`{"event":"X","x":"${'x'.repeat(100_000)}"}`),
      Buffer.alloc(0),
    ]) {
      expect((await postSigned(listener.url, bytes)).status).toBe(502);
      expect(await listener.next()).toMatchObject({
        ...{ chaos: ['reset'], forward: { status: null, error: { code: 'CHAOS_RESET' } } },
      });
    }
    expect(app.requests).toEqual([]);
  });

  it('reset reports an app that is not running', async () => {
    const listener = await startListener(['-f', 'http://127.0.0.1:1', '--chaos', 'reset:1']);
    expect((await postSigned(listener.url, body(1))).status).toBe(502);
    expect(await listener.next()).toMatchObject({ forward: { error: { code: 'ECONNREFUSED' } } });
  });

  it('injects and reports nothing at probability 0', async () => {
    const app = await startReceiver();
    const listener = await startChaos(app, 'drop:0,reset:0,status=500:0');
    for (let n = 0; n < 20; n++) expect((await postSigned(listener.url, body(n))).status).toBe(200);
    expect(await listener.next()).toMatchObject({ chaos: [] });
    const calm = await startListener(['--forward-to', app.url]);
    await postSigned(calm.url, body(1));
    expect(await calm.next()).not.toHaveProperty('chaos');
  });
});

describe('a chaos seed', () => {
  const kinds = 'duplicate,drop:0.3,delay=1ms,status=500:0.2,status=503:0.2,reset';

  async function decisions(...args: string[]): Promise<{ acts: unknown[]; said: string }> {
    const app = await startReceiver();
    const listener = await startChaos(app, kinds, ...args);
    const acts = [];
    for (let n = 0; n < 60; n++) {
      const { status } = await postSigned(listener.url, body(n));
      acts.push([(await listener.next()).chaos, status]);
    }
    listener.child.kill('SIGINT');
    return { acts, said: (await listener.finished).stderr };
  }

  it('repeats the faults of the same deliveries, which another seed does not', async () => {
    const first = await decisions('--chaos-seed', '42');
    expect((await decisions('--chaos-seed', '42')).acts).toEqual(first.acts);
    expect((await decisions('--chaos-seed', '43')).acts).not.toEqual(first.acts);
    const struck = new Set(first.acts.flat(2));
    for (const kind of ['duplicate', 'drop', 'delay', 'status', 'reset', 200, 500, 502, 503]) {
      expect(struck).toContain(kind);
    }
    expect(first.said).toBe('');
  });

  it('is printed if it was chosen at random, and repeats the run', async () => {
    const first = await decisions();
    const [, seed = ''] =
      /^chaos Repeat these faults with --chaos-seed (\d+)\.$/m.exec(first.said) ?? [];
    expect((await decisions('--chaos-seed', seed)).acts).toEqual(first.acts);
  });
});

describe('chaos output', () => {
  const delivery: Delivery = {
    id: '6bsn1p51',
    request: {
      path: '/',
      via: 'http',
      at: new Date(),
      headers: [],
      wireBody: body(1),
      body: body(1),
    },
    verification: {
      ...{
        signature: 'valid',
        key: '--signing-key',
        diagnosis: null,
        payload: {},
        isJson: true,
        event: 'PostSignIn',
      },
      ...{ hookId: null, known: true, consoleTest: false, drift: () => [] },
    },
    summary: () => '',
    skipped: false,
    forward: null,
    responseStatus: 200,
  };

  it.each([
    ['delay=11s', 'chaos: delivered 11 s late. Logto would have timed out here (10 s).'],
    ['delay=500ms', 'chaos: delivered 0.5 s late.'],
    ['drop', 'chaos: dropped, your app never got it; Logto would see a failed connection.'],
    ['status=500', "chaos: responded with 500 instead of your app's response."],
    ['duplicate', 'chaos: delivered twice, as after a lost response.'],
    ['reorder', 'chaos: held until after the next delivery, or for a second.'],
    ['reset', 'chaos: reset; Logto would see a failed connection.'],
  ])('has a line for %s below the delivery in every mode', (kinds, line) => {
    const style = new Chalk({ level: 0 });
    const struck = { ...delivery, chaos: parseChaos(kinds) };
    const layout = { print: 'none', columns: undefined } as const;
    for (const output of ['pretty', 'quiet'] as const) {
      expect(renderDelivery(struck, { ...layout, output }, style)).toContain(`  ${line}`);
    }
    const [compact] = renderDelivery(struck, { ...layout, output: 'compact' }, style);
    expect(compact).toContain(`PostSignIn ${kinds.split('=')[0]}  `);
  });

  it('explains in the help what each fault does to the app and to the sender', async () => {
    const { stdout } = await runCli(['listen', '--help']);
    expect(stdout).toMatch(/^ {2}reset +your app gets half of it.*; the sender gets 502/m);
  });
});

describe('listen --chaos rejects', () => {
  const to = ['--forward-to', '3000'];
  it.each([
    [['--chaos', 'drop'], /--chaos needs --forward-to/],
    [['--chaos-seed', '1', ...to], /--chaos-seed needs --chaos/],
    [['--chaos', 'dorp', ...to], /Unknown fault 'dorp'\. Did you mean drop\?/],
    [
      ['--chaos', 'drop,', ...to],
      /Unknown fault ''\. Use one of: duplicate, reorder, drop, delay, status, reset/,
    ],
    [['--chaos', 'delay', ...to], /'delay' needs a value, such as delay=11s/],
    [['--chaos', 'delay=soon', ...to], /'soon' is not a duration/],
    [['--chaos', 'status=99', ...to], /'99' is not a whole number from 200 to 599/],
    [['--chaos', 'drop=1', ...to], /'drop' does not take a value/],
    [['--chaos', 'drop:2', ...to], /'2' is not a valid probability/],
    [['--chaos', 'drop:', ...to], /'' is not a valid probability/],
  ])('%j', async (args, message) => {
    const { code, stderr } = await runCli(['listen', '--signing-key', signingKey, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
