import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepEverything } from '../../src/core/history/retention.ts';
import { deliveryFrame } from '../../src/core/history/segments/codec.ts';
import { SegmentWriter } from '../../src/core/history/segments/segment-writer.ts';
import { HistoryWriter } from '../../src/core/history/writer.ts';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { exportedHistory, newDelivery, segmentFiles } from '../helpers/history.ts';
import { callInspector } from '../helpers/inspector-api.ts';
import { startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';

const body = Buffer.from('{"event":"PostSignIn"}');

/** Entries with the name of a segment that are not one, and the warning about each. */
const strays: Record<string, { make: (file: string) => unknown; says: string | null }> = {
  'a directory': { make: (file) => mkdirSync(file), says: 'it is a directory' },
  'a FIFO': { make: (file) => execFileSync('mkfifo', [file]), says: 'it is a special file' },
  'a link to itself': { make: (file) => symlinkSync(file, file), says: 'it is a symbolic link' },
  'a link to a device': {
    make: (file) => symlinkSync('/dev/zero', file),
    says: 'it is a symbolic link',
  },
  'an empty file': { make: (file) => writeFileSync(file, ''), says: null },
};

/** A name that sorts before all others, so that it is read first and removed first. */
const strayName = '20200101T000000000Z-0123456789abcdef.v1';

describe.skipIf(process.platform === 'win32').each(Object.entries(strays))(
  '%s among the files of the history',
  (_, { make, says }) => {
    let cwd: string;
    let stray: string;
    let warning: string;

    beforeEach(async () => {
      cwd = temporaryDirectory();
      const { url, child, finished } = await startListener([], { cwd });
      await postSigned(url, body);
      child.kill('SIGINT');
      await finished;
      stray = path.join(cwd, '.logto-hooks', 'history', strayName);
      make(stray);
      warning = says === null ? '' : `! Cannot read ${stray} (${says}); skipped it.\n`;
    });

    it('makes the commands that read it print one line', async () => {
      const [{ id } = {}] = parseLines((await runCli(['history', '--json'], { cwd })).stdout);
      const app = await startReceiver();
      for (const args of [
        ['history'],
        ['history', '-e', 'PostSignIn'],
        ['history', '--limit', '1'],
        ['history', 'show', String(id)],
        ['history', 'export'],
        ['replay', '--last', '--to', app.url],
      ]) {
        expect([args, await runCli(args, { cwd })]).toMatchObject([
          args,
          { code: 0, signal: null, stderr: warning },
        ]);
      }
      expect(app.requests).toHaveLength(1);
      const doctor = await runCli(['doctor'], { cwd });
      expect(doctor.stdout + doctor.stderr).toContain(
        says === null ? '1 delivery' : 'skipped 1 unreadable file',
      );
      const cleared = await runCli(['history', 'clear', '--yes'], { cwd });
      expect(cleared).toMatchObject({ code: 0, stderr: `${warning}Deleted 1 delivery.\n` });
      expect(readdirSync(path.dirname(stray))).toEqual(says === null ? [] : [strayName]);
      const empty = await runCli(['history'], { cwd });
      expect(empty).toMatchObject({ code: 0, stdout: '' });
      if (says !== null) expect(empty.stderr).toBe(warning);
    });

    it('makes a listener and its inspector print one line', async () => {
      const flags = ['--inspect', '0', '--history-keep', '1kb'];
      const listener = await startListener(flags, { cwd });
      for (let n = 0; n < 3; n++) {
        expect((await postSigned(listener.url, body)).status).toBe(200);
      }
      expect((await callInspector<unknown[]>(listener, 'deliveries')).length).toBeGreaterThan(2);
      expect(await callInspector(listener, 'deliveries?text=nothing')).toEqual([]);
      listener.child.kill('SIGINT');
      expect(await listener.finished).toMatchObject({ code: 130, stderr: warning });
    });
  },
);

describe('a history whose directory cannot be read', () => {
  const reading = [
    ['history'],
    ['history', '--json'],
    ['history', 'export'],
    ['history', 'clear', '--yes'],
    ['history', 'show', 'x'],
    ['replay', '--last'],
  ];

  it.each(reading)('is reported in one line with exit code 2: %s %s', async (...args) => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, '.logto-hooks'));
    const directory = path.join(cwd, '.logto-hooks', 'history');
    writeFileSync(directory, '');
    expect(await runCli(args, { cwd })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `error: '${directory}' is not a directory. Move it away.\n`,
    });
  });

  it('leaves the rest of the inspector usable', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener(['--inspect', '0'], { cwd });
    await postSigned(listener.url, body);
    const [file = ''] = segmentFiles(cwd);
    rmSync(path.dirname(file), { recursive: true });
    writeFileSync(path.dirname(file), '');
    expect(await callInspector(listener, 'deliveries')).toHaveLength(1);
    await expect(callInspector(listener, 'deliveries/zzzzzzzz')).rejects.toThrow('404');
  });
});

describe('a delivery that becomes unreadable while others are replayed', () => {
  it.each([
    [
      'damaged',
      (file: string) =>
        writeFileSync(file, readFileSync(file, 'latin1').replace('"n":2', '"n":0'), 'latin1'),
    ],
    ['removed', (file: string) => rmSync(file)],
  ])(
    'is reported in one line, the others are replayed, and the exit code is 1: %s',
    async (_, harm) => {
      const cwd = temporaryDirectory();
      const bodies = [1, 2].map((n) => Buffer.from(`{"event":"PostSignIn","n":${n}}`));
      const { url } = await startListener([], { cwd });
      for (const one of bodies) await postSigned(url, one);
      const ids = (await exportedHistory(cwd)).map(({ id }) => id);
      const [file = ''] = segmentFiles(cwd);
      const app = await startReceiver((_request, response) => {
        harm(file);
        response.end();
      });
      const { code, stdout, stderr } = await runCli(['replay', '--last', '2', '--to', app.url], {
        cwd,
      });
      expect(stderr).toContain(`! Not replayed: The delivery ${ids[1]} is damaged or was removed.`);
      expect(stdout).toMatch(/^✓ 200 PostSignIn/);
      expect(code).toBe(1);
      expect(app.requests.map((request) => request.body)).toEqual(bodies.slice(0, 1));
    },
  );
});

it('history counts a record with a valid checksum and invalid JSON as damaged', async () => {
  const cwd = temporaryDirectory();
  const limits = keepEverything;
  const writer = new SegmentWriter({ cwd, budget: 'verified', limits, fsync: false });
  const whole = deliveryFrame(newDelivery());
  const bad = { ...whole, summary: whole.summary.slice(0, -9), id: 'bad00001' };
  const odd = { ...whole, summary: '[]', id: 'bad00002' };
  const details = { ...whole, details: '{', id: 'bad00003' };
  await Promise.all([whole, bad, odd, details].map((frame) => writer.append(frame)));
  await writer.close();
  const [file = ''] = segmentFiles(cwd);
  const warning = (count: number) => `! Skipped ${count} damaged records in ${file}.\n`;
  const list = await runCli(['history', '--json'], { cwd });
  expect(list).toMatchObject({ code: 0, stderr: warning(2) });
  expect(parseLines(list.stdout)).toHaveLength(2);
  const all = await runCli(['history', 'export'], { cwd });
  expect(all).toMatchObject({ code: 0, stderr: warning(3) });
  expect(await runCli(['history', 'show', 'bad00001'], { cwd })).toMatchObject({
    ...{ code: 2, stdout: '' },
    stderr: expect.stringContaining('error: The delivery bad00001 is damaged or was removed.'),
  });
});

it('history masks URLs that an earlier version stored completely', async () => {
  const cwd = temporaryDirectory();
  const writer = new HistoryWriter(cwd, keepEverything);
  const url = 'http://user:hunter2@localhost:3000/hook?key=hunter2';
  const forward = { url, status: 200, latencyMs: 1, error: null, headers: [], sent: null } as const;
  const body = Buffer.alloc(0);
  const at = new Date(0).toISOString();
  const attempt = { ...forward, at, body, bodyLength: 0, signing: 'original' } as const;
  const delivery = newDelivery({ forward: { ...attempt, kind: 'forward' } });
  await writer.appendDelivery(delivery);
  await writer.appendAttempt(delivery.id, { ...attempt, kind: 'replay' });
  await writer.close();
  for (const args of [
    ['--json'],
    ['export'],
    ['show', delivery.id],
    ['show', delivery.id, '--json'],
  ]) {
    const { code, stdout } = await runCli(['history', ...args], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('http://localhost:3000/hook?key=***');
    expect(stdout).not.toContain('hunter2');
  }
});
