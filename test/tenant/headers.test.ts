import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import type { Tenant } from '../helpers/tenant/tenant.ts';
import { startTenantListener } from '../helpers/tenant-listener.ts';
import { startWireServer } from '../helpers/wire.ts';

function run({ env }: Tenant, ...args: string[]) {
  return runCli(['tenant', ...args], { env });
}

describe('a custom header', () => {
  it.each(['Logto-Signature-SHA-256', 'logto-signature-sha-256', 'Content-Length', 'expect'])(
    'with which every delivery fails is refused: %s',
    async (name) => {
      const tenant = await startTenant();
      const hook = tenant.addHook({ name: 'shop' });
      const header = ['-H', `${name}: hunter2`];
      for (const args of [
        ['create', 'new', '--url', 'https://shop.example/'],
        ['update', 'shop'],
      ]) {
        const { code, stdout, stderr } = await run(tenant, ...args, ...header);
        expect([code, stdout, stderr]).toEqual([
          ...[2, ''],
          expect.stringMatching(
            new RegExp(`^error: With a custom header '${name}', every delivery fails: .*\\n$`),
          ),
        ]);
        expect(stderr).not.toContain('hunter2');
      }
      expect(tenant.state.hooks).toEqual([hook]);
      expect(hook.config.headers).toBeUndefined();
    },
  );

  it('that Logto merges, replaces or ignores is accepted with a warning', async () => {
    const tenant = await startTenant();
    const names = ['User-Agent', 'Content-Type', 'Host', 'Accept', 'X-Mine'];
    const headers = names.flatMap((name) => ['-H', `${name}: hunter2`]);
    const made = await run(tenant, 'create', '--url', 'https://shop.example/', ...headers);
    const warnings = made.stderr.split('\n').filter((line) => line.startsWith('! '));
    expect(warnings).toEqual([
      "! Logto merges 'User-Agent' with its own: receivers get 'Logto (https://logto.io/), …'. Write it in lowercase to replace it.",
      "! 'Content-Type' replaces application/json: a receiver may not parse the body.",
      "! Logto ignores 'Host': its HTTP client sets it.",
      "! 'Accept' replaces the value that Logto sends.",
    ]);
    expect(made.code).toBe(0);
  });

  it('that was set elsewhere and breaks every delivery is named by update', async () => {
    const tenant = await startTenant();
    const headers = { 'LOGTO-SIGNATURE-SHA-256': 'x' };
    const hook = tenant.addHook({ name: 'shop', config: { url: 'https://a.example/', headers } });
    const renamed = await run(tenant, 'update', 'shop', '--name', 'store');
    expect(renamed.stderr).toContain("! With a custom header 'LOGTO-SIGNATURE-SHA-256', every");
    const name = 'logto-signature-sha-256';
    const fixed = await run(tenant, 'update', 'store', '--unset-header', name);
    expect(fixed).toMatchObject({ code: 0, stderr: '' });
    expect(hook.config.headers).toBeUndefined();
  });
});

it('redeliver and send merge headers as Logto does, and listen names a doubled signature', async () => {
  const wire = await startWireServer();
  const tenant = await startTenant();
  const headers = {
    ...{ 'Logto-Signature-SHA-256': 'x', 'User-Agent': 'mine', 'X-A': '1', 'x-a': '2' },
    ...{ Accept: 'text/html', Cookie: 'a=1', cookie: 'b=2' },
  };
  const hook = tenant.addHook({ name: 'shop', config: { url: wire.url, headers } });
  const [entry] = await tenant.emit('User.Created');
  await run(tenant, 'redeliver', 'shop', entry?.id ?? '', '--again');
  const custom = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const key = ['--signing-key', hook.signingKey];
  const cwd = temporaryDirectory();
  await runCli(['send', 'User.Created', '--to', wire.url, ...key, ...custom], { cwd });
  const [original, redelivered, sent] = wire.requests.map(({ headerLines }) =>
    headerLines
      .filter((line) => !line.startsWith('content-length'))
      .map((line) => line.replace(/[\da-f]{64}/, 'SIGNATURE')),
  );
  expect(original).toContain('logto-signature-sha-256: x, SIGNATURE');
  expect(redelivered).toEqual(original);
  expect(sent).toEqual(original);

  const listener = await startTenantListener(tenant, ['--webhook', 'shop', '--exit-timeout', '1m']);
  await tenant.emit('User.Created');
  expect(await listener.next()).toMatchObject({
    signature: 'invalid',
    diagnosis: {
      cause: 'signature-repeated',
      message: expect.stringContaining('more than once, and one of its values is valid'),
      remedy: expect.stringContaining('custom header of that name on the webhook'),
    },
  });
  listener.child.kill('SIGINT');
  await listener.finished;
});
