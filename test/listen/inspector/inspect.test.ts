import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli, startCli } from '../../helpers/cli.ts';
import { startListener } from '../../helpers/listener.ts';

describe('listen --inspect', () => {
  it('is off by default without a terminal', async () => {
    const listeners = [startListener(), startListener(['--no-inspect'])];
    expect((await Promise.all(listeners)).map(({ inspector }) => inspector)).toEqual([null, null]);
  });

  it('prints the address with a new token in the banner', async () => {
    const child = startCli(['listen', '--port', '0', '--inspect', '0', '--signing-key', 'key']);
    let banner = '';
    for await (const chunk of child.stderr) {
      banner += chunk;
      if (banner.includes('Ctrl+C')) break;
    }
    expect(banner).toMatch(/Inspector {3}http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{22}\n/);
  });

  it('uses the next free port, and exits while a page is open', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { inspector, child, finished } = await startListener(['--inspect', String(port)]);
    const page = new URL(inspector ?? '');
    expect(inspector).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{22}$/);
    expect(Number(page.port)).toBeGreaterThan(port);
    const authorization = `Bearer ${page.hash.replace('#token=', '')}`;
    const live = await fetch(new URL('/api/live', page), { headers: { authorization } });
    expect(live.status).toBe(200);
    child.kill('SIGINT');
    expect(await finished).toMatchObject({ code: 130 });
    await live.text().catch(() => {});
  });

  it('rejects an invalid port', async () => {
    const { code, stderr } = await runCli(['listen', '--inspect', 'nowhere']);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "error: --inspect [port]: 'nowhere' is not a whole number from 0 to 65535.\n",
    );
  });
});
