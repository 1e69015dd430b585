import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { runCli, startCli } from '../../helpers/cli.ts';
import { startListener } from '../../helpers/listener.ts';

it('serves no inspector to a script, unless asked for', async () => {
  expect((await startListener()).inspector).toBeNull();
  expect((await startListener(['--no-inspect'])).inspector).toBeNull();
});

it('tells its address in the ready line, and serves the page there', async () => {
  const { inspector } = await startListener(['--inspect', '0']);
  expect(inspector).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{22}$/);
  expect((await fetch(inspector ?? '')).status).toBe(200);
});

it('tells its address in the banner', async () => {
  const child = startCli(['listen', '--port', '0', '--inspect', '0', '--signing-key', 'key']);
  let banner = '';
  for await (const chunk of child.stderr) {
    banner += chunk;
    if (banner.includes('Ctrl+C')) break;
  }
  expect(banner).toMatch(/Inspector {3}http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{22}\n/);
});

it('takes the next free port where the one asked for is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { inspector } = await startListener(['--inspect', String(port)]);
  expect(Number(new URL(inspector ?? '').port)).toBeGreaterThan(port);
});

it('has another token each time', async () => {
  const [first, second] = await Promise.all([
    startListener(['--inspect', '0']),
    startListener(['--inspect', '0']),
  ]);
  expect(new URL(first.inspector ?? '').hash).not.toBe(new URL(second.inspector ?? '').hash);
});

it('says what is no port', async () => {
  const { code, stderr } = await runCli(['listen', '--inspect', 'nowhere']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    "error: --inspect [port]: 'nowhere' is not a whole number from 0 to 65535.\n",
  );
});

it('ends with the listener, even while a page is open', async () => {
  const { inspector, child, finished } = await startListener(['--inspect', '0']);
  const { origin, hash } = new URL(inspector ?? '');
  const live = await fetch(`${origin}/api/live`, {
    headers: { authorization: `Bearer ${hash.replace('#token=', '')}` },
  });
  child.kill('SIGINT');
  expect(await finished).toMatchObject({ code: 130 });
  await live.text().catch(() => {});
});
