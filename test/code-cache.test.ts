import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { runCli, temporaryDirectory } from './helpers/cli.ts';
import { eventually } from './helpers/eventually.ts';
import { type Listener, startListener } from './helpers/listener.ts';
import { postSigned } from './helpers/post.ts';

const day = 24 * 60 * 60 * 1000;

/** A cache directory of its own, and what the command does with it. */
function cacheHome() {
  const home = temporaryDirectory();
  const code = path.join(home, 'logto-hooks/code');
  const files = () =>
    existsSync(code)
      ? readdirSync(code, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.bin'))
          .map((name) => path.join(code, name))
      : [];
  const run = (args: string, env: Readonly<Record<string, string>> = {}) =>
    runCli(args.split(' '), { env: { XDG_CACHE_HOME: home, ...env } });
  return { home, code, files, run };
}

/** The cache of `events`, made by a first run. */
async function madeCache() {
  const cache = cacheHome();
  const first = await cache.run('events list');
  const [file = expect.fail('There is no cache.')] = cache.files();
  return { ...cache, first, file };
}

/** Who wrote a file anew gave it another inode, for it is put into place whole. */
const inodeOf = (file: string) => statSync(file).ino;

it('keeps compiled code for the next start, which says the same and writes nothing', async () => {
  const { run, files, first, file } = await madeCache();
  expect(path.basename(file)).toBe('events.bin');
  const inode = inodeOf(file);
  expect(await run('events list')).toEqual(first);
  expect(first.code).toBe(0);
  expect(files()).toEqual([file]);
  expect(inodeOf(file)).toBe(inode);
});

it.skipIf(process.platform === 'win32')('lets nobody else read or write it', async () => {
  const { file } = await madeCache();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
});

it.each([
  ['a byte that changed', (bytes: Buffer) => bytes.fill(~(bytes[9000] ?? 0), 9000, 9001)],
  ['its end missing', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['nothing in it', () => Buffer.alloc(0)],
  ['something else in it', () => Buffer.from('{"a":1}'.repeat(1000))],
])('does without a cache with %s, and makes it anew', async (_, damage) => {
  const { run, first, file } = await madeCache();
  const damaged = damage(readFileSync(file));
  writeFileSync(file, damaged);
  expect(await run('events list')).toEqual(first);
  expect(readFileSync(file).equals(damaged)).toBe(false);
  const inode = inodeOf(file);
  expect(await run('events list')).toEqual(first);
  expect(inodeOf(file)).toBe(inode);
});

it.skipIf(process.platform === 'win32')('takes no link, and follows none', async () => {
  const { run, first, file } = await madeCache();
  const elsewhere = path.join(temporaryDirectory(), 'mine');
  renameSync(file, elsewhere);
  symlinkSync(elsewhere, file);
  const bytes = readFileSync(elsewhere);
  expect(await run('events list')).toEqual(first);
  expect(lstatSync(file).isFile()).toBe(true);
  expect(readFileSync(elsewhere).equals(bytes)).toBe(true);
});

it.skipIf(process.platform === 'win32')('takes none that others may write to', async () => {
  const { run, first, file } = await madeCache();
  chmodSync(file, 0o666);
  const inode = inodeOf(file);
  expect(await run('events list')).toEqual(first);
  expect(inodeOf(file)).not.toBe(inode);
});

it.runIf(process.getuid?.() === 0)('leaves alone what another user put there', async () => {
  const { run, first, file } = await madeCache();
  const inode = inodeOf(file);
  chownSync(file, 12345, 12345);
  expect(await run('events list')).toEqual(first);
  expect(statSync(file).uid).toBe(0);
  expect(inodeOf(file)).not.toBe(inode);
});

it('is made anew once a day, with what other options needed', async () => {
  const { run, file } = await madeCache();
  const yesterday = new Date(Date.now() - 2 * day);
  utimesSync(file, yesterday, yesterday);
  const { size } = statSync(file);
  await run('events show PostSignIn');
  expect(statSync(file).mtimeMs).toBeGreaterThan(yesterday.getTime() + day);
  expect(statSync(file).size).toBeGreaterThan(size);
});

it('clears away what no version has used for a month', async () => {
  const cache = cacheHome();
  const [old, recent] = ['old', 'recent'].map((name) => path.join(cache.code, name));
  for (const directory of [old, recent]) mkdirSync(directory ?? '', { recursive: true });
  const before = new Date(Date.now() - 31 * day);
  utimesSync(old ?? '', before, before);
  await cache.run('events list');
  expect(readdirSync(cache.code)).toEqual([
    expect.stringMatching(/^[\da-f]{16}-v\d+\.\d+\.\d+-\w+-\w+$/),
    'recent',
  ]);
});

it.runIf(process.getuid?.() === 0)('makes nothing in a place of another user', async () => {
  const { home, run, files } = cacheHome();
  chownSync(home, 12345, 12345);
  expect((await run('events')).code).toBe(0);
  expect(files()).toEqual([]);
});

it('is made of a command that runs on once it has started', async () => {
  const { home, files } = cacheHome();
  await startListener([], { env: { XDG_CACHE_HOME: home } });
  await eventually(() =>
    expect(files().map((file) => path.basename(file))).toEqual(['listen.bin']),
  );
});

/** A listener that takes a delivery, does what else there is to do, and leaves; and the caches there are then. */
async function listenOnce(
  { home, files }: ReturnType<typeof cacheHome>,
  args: readonly string[],
  meanwhile: (listener: Listener) => Promise<void> = async () => {},
) {
  const listener = await startListener(args, { env: { XDG_CACHE_HOME: home } });
  await postSigned(listener.url, Buffer.from('{"event":"PostSignIn"}'));
  await meanwhile(listener);
  listener.child.kill('SIGINT');
  await listener.finished;
  return files().map(inodeOf);
}

it('of a listener is what the next one starts with', async () => {
  const cache = cacheHome();
  const made = await listenOnce(cache, []);
  expect(made).toHaveLength(1);
  expect(await listenOnce(cache, [])).toEqual(made);
});

it('has nothing of what a listener loads when its start is over', async () => {
  const cache = cacheHome();
  const made = await listenOnce(cache, ['--inspect', '0']);
  const late = ['--inspect', '0', '--delay', '3500ms']; // The first answer is after the start.
  const kept = await listenOnce(cache, late, async ({ inspector }) => {
    const page = new URL(inspector ?? '');
    const authorization = `Bearer ${page.hash.replace('#token=', '')}`;
    const fields = new URL('/api/events/PostSignIn', page);
    expect((await fetch(fields, { headers: { authorization } })).status).toBe(200);
  });
  expect(kept).toEqual(made);
});

it.each([
  ['no home', { HOME: '', XDG_CACHE_HOME: '' }],
  ['relative places', { HOME: 'home', XDG_CACHE_HOME: 'cache' }],
])('keeps nothing in the working directory with %s', async (_, env) => {
  const cwd = temporaryDirectory();
  expect((await runCli(['events'], { cwd, env })).code).toBe(0);
  expect(readdirSync(cwd)).toEqual([]);
});

it('works where nothing can be kept, and says nothing of it', async () => {
  const file = path.join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  const { code, stderr } = await runCli(['events'], { env: { XDG_CACHE_HOME: file } });
  expect([code, stderr]).toEqual([0, '']);
});

it('keeps nothing for a mistyped command, with NODE_DISABLE_COMPILE_CACHE=1, or under flags of V8', async () => {
  const { run, files } = cacheHome();
  expect((await run('evnets')).code).toBe(2);
  expect((await run('events', { NODE_DISABLE_COMPILE_CACHE: '1' })).code).toBe(0);
  expect((await run('events', { NODE_OPTIONS: '--max-old-space-size=512' })).code).toBe(0);
  expect(files()).toEqual([]);
});
