import { execFile, spawn } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { openAuditLog } from '../src/audit-log/audit-log.ts';
import { verifyAuditLog } from '../src/audit-log/verify.ts';
import { createAuditLog } from '../src/handlers/audit-log.ts';
import { createTestContext } from './testing/context.ts';
import { postSignIn } from './testing/interaction-payloads.ts';
import { userCreated } from './testing/payloads.ts';

let file = '';

beforeEach(async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'audit-log-'));
  file = path.join(directory, 'deep', 'audit.jsonl');
  onTestFinished(() => rm(directory, { recursive: true }));
});

const key = '0123456789abcdef0123456789abcdef';

async function writeEntries(count: number, from = 1) {
  const log = await openAuditLog(file);
  const numbers = Array.from({ length: count }, (_, index) => index + from);
  await Promise.all(numbers.map((n) => log.append({ deliveryId: id(n), event: `Event.${n}` })));
  await log.close();
}

function id(n: number): string {
  return n.toString(16).padStart(64, '0');
}

async function lines(): Promise<string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
}

it('stores every event, including unknown ones, in a file that only its owner can read', async () => {
  const handler = await createAuditLog({ AUDIT_LOG_FILE: file });
  const unknown = { event: 'Passkey.Created', createdAt: '2027-01-01T00:00:00.000Z', n: 1 };
  for (const payload of [{ ...userCreated() }, { ...postSignIn() }, unknown]) {
    await handler.onEvery?.(payload, createTestContext(payload).context);
  }
  await handler.close?.();
  const entries = (await lines()).map((line) => JSON.parse(line));
  expect(entries.map(({ number, event }) => [number, event])).toEqual([
    [1, 'User.Created'],
    [2, 'PostSignIn'],
    [3, 'Passkey.Created'],
  ]);
  expect(entries[0].payload).toEqual(userCreated());
  expect((await stat(file)).mode & 0o077).toBe(0);
});

it('stores no personal data with AUDIT_LOG_PAYLOADS=digest', async () => {
  const handler = await createAuditLog({ AUDIT_LOG_FILE: file, AUDIT_LOG_PAYLOADS: 'digest' });
  const payload = { ...userCreated() };
  const { context } = createTestContext(payload);
  await handler.onEvery?.(payload, context);
  await handler.close?.();
  const [line = ''] = await lines();
  expect(line).not.toMatch(/Lovelace|ada@/);
  expect(line).toContain(context.deliveryId);
});

it('chains simultaneous entries without a gap, across restarts', async () => {
  await writeEntries(500);
  await writeEntries(500, 501);
  expect(await verifyAuditLog(file)).toMatchObject({ entries: 1000, problem: undefined });
});

it('writes a repeated delivery once, even after a restart', async () => {
  await writeEntries(3);
  await writeEntries(4);
  expect(await lines()).toHaveLength(4);
});

it.each<readonly [string, (all: string[]) => string[], string]>([
  [
    'a changed entry',
    (all) => all.with(1, all[1]?.replace('Event.2', 'Event.9') ?? ''),
    '2 was changed',
  ],
  ['a missing entry', (all) => all.toSpliced(1, 1), 'entry 2 is missing'],
  ['a repeated entry', (all) => all.toSpliced(1, 0, all[0] ?? ''), 'entry 2 is missing'],
  ['swapped entries', ([a = '', b = '', ...rest]) => [b, a, ...rest], 'entry 1 is missing'],
  ['a foreign line', (all) => all.with(2, '{"number":3}'), 'line 3 is not an entry'],
])('detects %s', async (_, tamper, problem) => {
  await writeEntries(4);
  await writeFile(
    file,
    tamper(await lines())
      .map((line) => `${line}\n`)
      .join(''),
  );
  expect((await verifyAuditLog(file)).problem).toContain(problem);
});

it('detects entries that were written without the key', async () => {
  const log = await openAuditLog(file, key);
  await log.append({ event: 'Event.1' });
  await log.close();
  expect(await verifyAuditLog(file, key)).toMatchObject({ entries: 1, problem: undefined });
  expect((await verifyAuditLog(file)).problem).toContain('another key');
  await expect(openAuditLog(file)).rejects.toThrow('another AUDIT_LOG_KEY');
});

it('detects by an earlier hash that the end was removed', async () => {
  await writeEntries(4);
  const { head } = await verifyAuditLog(file);
  expect(await verifyAuditLog(file, undefined, head)).toMatchObject({ hasHead: true });
  await writeFile(file, `${(await lines()).slice(0, 3).join('\n')}\n`);
  expect(await verifyAuditLog(file, undefined, head)).toMatchObject({
    problem: undefined,
    hasHead: false,
  });
});

it('moves an incomplete entry to another file and continues', async () => {
  await writeEntries(2);
  await appendFile(file, '{"number":3,"at":"2026-');
  expect((await verifyAuditLog(file)).problem).toBe('entry 3 is incomplete');
  await writeEntries(1, 3);
  expect(await verifyAuditLog(file)).toMatchObject({ entries: 4, problem: undefined });
  expect((await lines())[2]).toContain('"event":"audit-log.torn","torn":23');
  const [torn = ''] = (await readdir(path.dirname(file))).filter((name) => name.includes('torn'));
  expect(await readFile(path.join(path.dirname(file), torn), 'utf8')).toBe(
    '{"number":3,"at":"2026-',
  );
});

it('contains everything it reported as written after kill -9 under load', async () => {
  const writer = path.resolve('test/audit-log/endless-writer.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', writer, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const written: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    written.push(line);
    if (written.length === 300) child.kill('SIGKILL');
  }
  await writeEntries(1);
  expect((await verifyAuditLog(file)).problem).toBeUndefined();
  const events = new Set((await lines()).map((line) => JSON.parse(line).event));
  expect(written.length).toBeGreaterThanOrEqual(300);
  expect(written.filter((number) => !events.has(`Event.${number}`))).toEqual([]);
});

it('starts again if a crash left the first entry incomplete', async () => {
  await writeEntries(1);
  await writeFile(file, (await readFile(file)).subarray(0, 40));
  await writeEntries(1);
  expect(await verifyAuditLog(file)).toMatchObject({ entries: 2, problem: undefined });
});

it('stops writing when another process writes', async () => {
  const log = await openAuditLog(file);
  onTestFinished(() => log.close());
  await log.append({ event: 'Event.1' });
  await appendFile(file, 'x\n');
  await expect(log.append({ event: 'Event.2' })).rejects.toThrow('Another process');
});

it('handles every character that a name can contain', async () => {
  const log = await openAuditLog(file);
  await log.append({ event: 'Event.1', name: 'a\u2028b\u2029c\r\n","hash":"' });
  await log.close();
  expect(await verifyAuditLog(file)).toMatchObject({ entries: 1, problem: undefined });
});

it('is verified by npm run verify', async () => {
  await writeEntries(2);
  const command = path.resolve('src/audit-log/verify-command.ts');
  const verify = () =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', command, '--file', file]);
  expect((await verify()).stdout).toMatch(/: 2 intact entries, the last is [0-9a-f]{64}\n$/);
  await appendFile(file, 'x\n');
  await expect(verify()).rejects.toMatchObject({
    code: 1,
    stderr: `${file}: line 3 is not an entry\n`,
  });
});
