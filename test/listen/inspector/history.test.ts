import { describe, expect, it } from 'vitest';
import type { DeliveryDetails, DeliverySummary } from '../../../src/listen/inspector/source.ts';
import { runCli, temporaryDirectory } from '../../helpers/cli.ts';
import { callInspector } from '../../helpers/inspector-api.ts';
import { type Listener, startListener } from '../../helpers/listener.ts';
import { postAll } from '../../helpers/load.ts';
import { startReceiver } from '../../helpers/receiver.ts';

/** More than a listener keeps in memory. */
const count = 1_100;

function bodies(length: number): Buffer[] {
  return Array.from({ length }, (_, n) => Buffer.from(`{"event":"PostSignIn","n":"number ${n}."}`));
}

/** Lists all deliveries as the page does. */
async function listAll(listener: Listener): Promise<DeliverySummary[]> {
  const listed: DeliverySummary[] = [];
  for (let before = ''; ; before = `&before=${listed.at(-1)?.id}`) {
    const path = `deliveries?limit=300${before}`;
    const page = await callInspector<DeliverySummary[]>(listener, path);
    listed.push(...page);
    if (page.length < 300) return listed;
  }
}

async function startWithMany(args: readonly string[] = []) {
  const cwd = temporaryDirectory();
  const app = await startReceiver((_, response) => response.writeHead(201).end('done'));
  const flags = ['--inspect', '0', '--output', 'quiet', '-f', app.url, ...args];
  const listener = await startListener(flags, { cwd });
  listener.discard();
  // One connection, because concurrent deliveries are stored in the order of the app's responses.
  await postAll(listener.url, bodies(count), 1, () => {});
  return { cwd, app, flags, listener };
}

describe('inspector history', () => {
  it('lists, finds, shows and replays deliveries that are no longer in memory', async () => {
    const { cwd, app, flags, listener } = await startWithMany();
    const listed = await listAll(listener);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(count);
    expect(listed.map(({ receivedAt }) => receivedAt)).toEqual(
      listed
        .map(({ receivedAt }) => receivedAt)
        .toSorted()
        .reverse(),
    );

    const text = 'NUMBER 0.';
    const found = await callInspector<DeliverySummary[]>(listener, `deliveries?text=${text}`);
    expect(found).toHaveLength(1);
    const id = found[0]?.id;
    expect(await callInspector(listener, `deliveries?text=${text}&recent`)).toEqual([]);
    const { record, attempts } = await callInspector<DeliveryDetails>(listener, `deliveries/${id}`);
    expect(record.body).toBe(bodies(1)[0]?.toString());
    expect(attempts).toMatchObject([
      { kind: 'forward', status: 201, response: { body: 'done', cut: false } },
    ]);

    await callInspector(listener, `deliveries/${id}/replay`, 'POST');
    expect(app.requests.at(-1)?.body.toString()).toBe(record.body);
    const again = await callInspector<DeliveryDetails>(listener, `deliveries/${id}`);
    expect(again.attempts.map(({ kind }) => kind)).toEqual(['forward', 'replay']);
    expect(again.summary).toMatchObject({ replays: 1, lastReplay: '201' });

    listener.child.kill('SIGKILL');
    const next = await startListener(flags, { cwd });
    const after = await listAll(next);
    expect(after.map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
    expect(after.find((one) => one.id === id)).toEqual(again.summary);
    await runCli(['history', 'clear', '--yes'], { cwd });
    expect(await listAll(next)).toEqual([]);
  });

  it('is limited to what is in memory with --no-history', async () => {
    const { listener } = await startWithMany(['--no-history']);
    expect(await listAll(listener)).toHaveLength(1_000);
  });
});
