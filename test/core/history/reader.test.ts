import {
  appendFileSync,
  cpSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { History } from '../../../src/core/history/reader.ts';
import type { NewDelivery } from '../../../src/core/history/record.ts';
import {
  defaultRetention,
  keepEverything,
  parseRetention,
} from '../../../src/core/history/retention.ts';
import { historyDirectory } from '../../../src/core/history/segments/segment.ts';
import { HistoryWriter } from '../../../src/core/history/writer.ts';
import { temporaryDirectory } from '../../helpers/cli.ts';
import { newDelivery as delivery, segmentFiles } from '../../helpers/history.ts';

function attempt(at: string, status: number) {
  return {
    kind: 'replay',
    at,
    url: 'http://localhost:3000/',
    status,
    latencyMs: 1.5,
    error: null,
    signing: 'original',
    headers: ['x-app', 'yes'],
    body: Buffer.from('answer'),
    bodyLength: 6,
    sent: null,
  } as const;
}

async function write(cwd: string, deliveries: readonly NewDelivery[], retention = keepEverything) {
  const writer = new HistoryWriter(cwd, retention);
  for (const one of deliveries) await writer.appendDelivery(one);
  await writer.close();
}

async function open(cwd: string): Promise<History> {
  const history = new History(historyDirectory(cwd));
  await history.refresh();
  return history;
}

async function idsIn(cwd: string): Promise<string[]> {
  return (await (await open(cwd)).listSummaries()).map(({ id }) => id);
}

describe('a stored delivery', () => {
  it('is read back byte for byte, with the attempts that other processes added', async () => {
    const cwd = temporaryDirectory();
    const wireBody = Buffer.from([0x1f, 0x8b, 0, 255]);
    const [one, other] = [delivery({ wireBody }), delivery({ body: Buffer.alloc(0) })];
    await write(cwd, [one, other]);
    const replayer = new HistoryWriter(cwd, keepEverything);
    await replayer.appendAttempt(one.id, attempt('2026-02-03T00:00:00.000Z', 500));
    await replayer.appendAttempt(one.id, attempt('2026-02-04T00:00:00.000Z', 201));
    await replayer.close();

    const history = await open(cwd);
    const stored = await history.read(one.id);
    const { forward, ...facts } = one;
    expect(stored).toMatchObject(facts);
    expect(stored.attempts.map(({ status }) => status)).toEqual([500, 201]);
    expect(stored.attempts[1]).toEqual(attempt('2026-02-04T00:00:00.000Z', 201));
    expect((await history.read(other.id)).body).toHaveLength(0);
    const [listed] = await history.listSummaries();
    expect(listed).toMatchObject({ id: one.id, replay: { status: 201 } });
  });

  it('may have empty bodies', async () => {
    const cwd = temporaryDirectory();
    for (const body of [Buffer.alloc(0), Buffer.concat([]), Buffer.from(new ArrayBuffer(0))]) {
      const forward = { ...attempt('2026-02-03T00:00:00.000Z', 204), body, bodyLength: 0 };
      await write(cwd, [delivery({ body, wireBody: body, forward })]);
    }
    expect(await idsIn(cwd)).toHaveLength(3);
  });

  it('is readable only by its owner', async () => {
    const cwd = temporaryDirectory();
    await write(cwd, [delivery()]);
    const [file = ''] = segmentFiles(cwd);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(historyDirectory(cwd)).mode & 0o777).toBe(0o700);
  });

  it('keeps the first 64 KB of a response', async () => {
    const cwd = temporaryDirectory();
    const one = delivery({
      forward: {
        ...attempt('2026-02-03T00:00:00.000Z', 200),
        body: Buffer.alloc(100_000, 'x'),
        bodyLength: 100_000,
      },
    });
    await write(cwd, [one]);
    const { attempts } = await (await open(cwd)).read(one.id);
    expect([attempts[0]?.body.length, attempts[0]?.bodyLength]).toEqual([65_536, 100_000]);
  });

  it('is written to a new file after the first one was removed', async () => {
    const cwd = temporaryDirectory();
    const writer = new HistoryWriter(cwd, keepEverything);
    await writer.appendDelivery(delivery());
    for (const file of segmentFiles(cwd)) rmSync(file);
    const kept = delivery();
    await writer.appendDelivery(kept);
    await writer.close();
    expect(await idsIn(cwd)).toEqual([kept.id]);
  });
});

describe('a history reader', () => {
  it('pages through deliveries, the newest last, whichever process wrote them', async () => {
    const cwd = temporaryDirectory();
    const all = Array.from({ length: 2500 }, () => delivery());
    const even = all.filter((_, index) => index % 2 === 0);
    await write(
      cwd,
      all.filter((one) => !even.includes(one)),
    );
    await write(cwd, even);
    const ids = all.map(({ id }) => id);
    const history = await open(cwd);
    expect((await history.listSummaries()).map(({ id }) => id)).toEqual(ids);
    const page = await history.listSummaries({ before: ids[1500], limit: 3 });
    expect(page.map(({ id }) => id)).toEqual(ids.slice(1497, 1500));
    const rare = await history.listSummaries({ limit: 2, wants: ({ id }) => id.endsWith('99') });
    expect(rare.map(({ id }) => id)).toEqual(ids.filter((id) => id.endsWith('99')).slice(-2));
  });

  it('reads files from before unverified requests had a separate budget', async () => {
    const cwd = temporaryDirectory();
    cpSync(path.join(import.meta.dirname, 'earlier-format'), historyDirectory(cwd), {
      recursive: true,
    });
    const history = await open(cwd);
    expect(history.problems).toEqual([]);
    expect(await history.listSummaries()).toMatchObject([
      { event: 'PostSignIn', signature: 'valid', responded: 200, replay: null },
      { event: null, signature: 'missing', responded: 401, replay: { status: 401 } },
      { event: null, signature: 'missing', responded: 401, replay: null },
    ]);
    const [first] = await history.listSummaries();
    const { body } = await history.read(first?.id ?? '');
    expect(body.toString()).toBe('{"event":"PostSignIn","name":"Zoë 🦉"}');
  });

  it('finds added and removed deliveries on refresh', async () => {
    const cwd = temporaryDirectory();
    const writer = new HistoryWriter(cwd, keepEverything);
    const [first, second] = [delivery(), delivery()];
    await writer.appendDelivery(first);
    const history = await open(cwd);
    await writer.appendDelivery(second);
    expect(history.size).toBe(1);
    await history.refresh();
    expect((await history.listSummaries()).map(({ id }) => id)).toEqual([first.id, second.id]);
    for (const file of segmentFiles(cwd)) rmSync(file);
    await history.refresh();
    expect(history.size).toBe(0);
    await writer.close();
  });

  it('accepts an unambiguous beginning of an id', async () => {
    const cwd = temporaryDirectory();
    await write(cwd, [delivery({ id: 'abc00001' }), delivery({ id: 'abd00001' })]);
    const history = await open(cwd);
    expect(history.resolveId('ABC')).toBe('abc00001');
    expect(() => history.resolveId('ab')).toThrow(
      "'ab' is the beginning of 2 ids: abc00001, abd00001.",
    );
    for (const unknown of ['x', '', 'abc000012']) {
      expect(() => history.resolveId(unknown)).toThrow('Unknown delivery');
    }
  });
});

describe('damage', () => {
  const large = { body: Buffer.alloc(3 * 1024 ** 2, 'x') };

  it.each([
    ['small records', {}],
    ['records larger than one read', large],
  ])('at the end loses one record: %s', async (_, changes) => {
    const cwd = temporaryDirectory();
    const [one, torn] = [delivery(changes), delivery(changes)];
    await write(cwd, [one, torn]);
    const [file = ''] = segmentFiles(cwd);
    for (const missing of [1, 40, 60]) {
      truncateSync(file, statSync(file).size - missing);
      const history = await open(cwd);
      expect((await history.listSummaries()).map(({ id }) => id)).toEqual([one.id]);
      expect(history.problems).toEqual([
        { file, damaged: 0, isIncomplete: true, unreadable: null },
      ]);
    }
  });

  it('at any byte of a record loses only that record', async () => {
    const cwd = temporaryDirectory();
    const [before, hit, after] = [delivery(), delivery(), delivery()];
    await write(cwd, [before, hit, after]);
    const [file = ''] = segmentFiles(cwd);
    const whole = readFileSync(file);
    const record = whole.length / 3;
    for (let byte = Math.ceil(record); byte < 2 * record; byte += 7) {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8(damaged.readUInt8(byte) ^ 0xff, byte);
      writeFileSync(file, damaged);
      const history = await open(cwd);
      expect([byte, (await history.listSummaries()).map(({ id }) => id)]).toEqual([
        byte,
        [before.id, after.id],
      ]);
      expect(history.problems).toEqual([
        { file, damaged: 1, isIncomplete: false, unreadable: null },
      ]);
    }
  });

  it('by missing bytes loses no other record either', async () => {
    const cwd = temporaryDirectory();
    const [hit, after] = [delivery(large), delivery(large)];
    const last = delivery();
    await write(cwd, [hit, after, last]);
    const [file = ''] = segmentFiles(cwd);
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.concat([whole.subarray(0, 2_000_000), whole.subarray(2_000_500)]));
    expect(await idsIn(cwd)).toEqual([after.id, last.id]);
  });

  it('at the end of a file does not hide the records after it', async () => {
    const cwd = temporaryDirectory();
    const [one, next] = [delivery(), delivery()];
    await write(cwd, [one]);
    const [file = ''] = segmentFiles(cwd);
    appendFileSync(file, readFileSync(file).subarray(0, 100));
    await write(cwd, [next]);
    expect(await idsIn(cwd)).toEqual([one.id, next.id]);
  });
});

describe('a history limit', () => {
  const ofSize = (length: number, changes: Partial<NewDelivery> = {}) => {
    const body = Buffer.alloc(length, 'x');
    return delivery({ body, wireBody: body, ...changes });
  };

  /** Bytes of all files. */
  const sizeOf = (cwd: string) =>
    segmentFiles(cwd).reduce((sum, file) => sum + statSync(file).size, 0);

  it('keeps the newest deliveries within the size', async () => {
    const cwd = temporaryDirectory();
    const all = Array.from({ length: 300 }, () => ofSize(10_000));
    await write(cwd, all, { ...defaultRetention, bytes: 800_000 });
    expect(segmentFiles(cwd).length).toBeGreaterThan(3);
    // Three quarters of it are for verified deliveries.
    expect(sizeOf(cwd)).toBeLessThanOrEqual(600_000);
    const ids = await idsIn(cwd);
    expect(ids.length).toBeGreaterThan(40);
    expect(ids).toEqual(all.slice(-ids.length).map(({ id }) => id));
  });

  it.each(['invalid', 'missing'] as const)(
    'has separate budgets for verified and other deliveries: %s',
    async (signature) => {
      const cwd = temporaryDirectory();
      const verified = [ofSize(50_000), ofSize(50_000), ofSize(50_000)];
      const others = Array.from({ length: 20 }, () => ofSize(50_000, { signature }));
      await write(cwd, [...verified, ...others], { ...defaultRetention, bytes: 800_000 });
      expect(sizeOf(cwd)).toBeLessThanOrEqual(800_000);
      const kept = await idsIn(cwd);
      expect(kept).toEqual([...verified, ...others.slice(3 - kept.length)].map(({ id }) => id));
      expect(kept.length).toBeGreaterThan(4);

      const flood = Array.from({ length: 30 }, () => ofSize(50_000));
      await write(cwd, flood, { ...defaultRetention, bytes: 800_000 });
      expect(await idsIn(cwd)).toEqual(expect.arrayContaining(kept.slice(3)));
    },
  );

  it('keeps the newest record even if it alone exceeds the size', async () => {
    const cwd = temporaryDirectory();
    const all = Array.from({ length: 3 }, () => ofSize(100_000));
    await write(cwd, all, { ...defaultRetention, bytes: 10_000 });
    expect(await idsIn(cwd)).toEqual([all[2]?.id]);
  });

  it('keeps nothing older than the age', async () => {
    const cwd = temporaryDirectory();
    await write(cwd, [delivery()]);
    const [old = ''] = segmentFiles(cwd);
    const eightDays = Date.now() / 1000 - 8 * 86_400;
    utimesSync(old, eightDays, eightDays);
    const recent = delivery();
    await write(cwd, [recent]);
    expect(await idsIn(cwd)).toHaveLength(2);
    new HistoryWriter(cwd, defaultRetention).prepare();
    expect(await idsIn(cwd)).toEqual([recent.id]);
  });

  it('is written as a duration or a size', () => {
    expect(parseRetention('7d')).toEqual({ age: 7 * 86_400_000 });
    expect(parseRetention('500mb')).toEqual({ bytes: 500 * 1024 ** 2 });
    expect(() => parseRetention('much')).toThrow("'much' is neither a duration nor a size.");
  });
});
