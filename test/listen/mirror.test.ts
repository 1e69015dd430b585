import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../src/core/logto/signature.ts';
import { runCli, startCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { exportedHistory } from '../helpers/history.ts';
import { type ReceivedRequest, startReceiver } from '../helpers/receiver.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import { answerWith } from '../helpers/tenant/tenant.ts';
import { startTenantListener } from '../helpers/tenant-listener.ts';

const path = ({ path }: ReceivedRequest) => path;

function isSignedWith({ body, headers }: ReceivedRequest, key: string): boolean {
  return verifySignature(body, headers['logto-signature-sha-256'], key);
}

describe('listen --tenant --mirror', () => {
  it('delivers once per webhook to its own path, with its key and custom headers', async () => {
    const tenant = await startTenant();
    const users = tenant.addHook({
      ...{ name: 'Users', events: ['User.Created', 'User.Deleted'] },
      config: { url: 'https://app.invalid/hooks/users?t=hunter2', headers: { 'x-env': 'prod' } },
    });
    const signIns = tenant.addHook({
      ...{ name: 'Sign-ins', events: ['PostSignIn', 'User.Created'] },
      config: { url: 'https://app.invalid/hooks/sign-ins' },
    });
    tenant.addHook({ name: 'Staging', config: { url: 'https://staging.invalid/hooks/users' } });
    await tenant.emit('User.Created'); // Before the mirror: not delivered.
    const app = await startReceiver();
    const cwd = temporaryDirectory();
    const listener = await startTenantListener(tenant, ['--mirror', 'app.invalid', '-f', app.url], {
      cwd,
    });
    expect(listener.ready.tenant).toMatchObject({
      ...{ mirror: 'app.invalid', others: 1, temporary: false, via: 'tenant log' },
      webhooks: [
        { id: users.id, name: 'Users', path: '/hooks/users?t=***', events: users.events },
        { id: signIns.id, path: '/hooks/sign-ins', url: 'https://app.invalid/hooks/sign-ins' },
      ],
    });

    await tenant.emit('User.Created');
    await tenant.emit('PostSignIn');
    const lines = [await listener.next(), await listener.next(), await listener.next()];
    const keys = lines.map(({ path, event, key, signature }) => [path, event, key, signature]);
    expect(keys.toSorted()).toEqual([
      ['/hooks/sign-ins', 'PostSignIn', "webhook 'Sign-ins'", 'valid'],
      ['/hooks/sign-ins', 'User.Created', "webhook 'Sign-ins'", 'valid'],
      ['/hooks/users', 'User.Created', "webhook 'Users'", 'valid'],
    ]);
    const toUsers = app.requests.filter((request) => path(request).startsWith('/hooks/users'));
    expect(app.requests).toHaveLength(3);
    expect(toUsers.map(path)).toEqual(['/hooks/users?t=hunter2']);
    for (const request of app.requests) {
      const isOfUsers = path(request).startsWith('/hooks/users');
      const { signingKey, id } = isOfUsers ? users : signIns;
      expect(isSignedWith(request, signingKey)).toBe(true);
      expect(JSON.parse(request.body.toString()).hookId).toBe(id);
      expect(request.headers['x-env']).toBe(isOfUsers ? 'prod' : undefined);
    }

    listener.child.kill('SIGINT');
    const { code, stderr } = await listener.finished;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(tenant.requests.filter((request) => !/^GET|\/oidc\//.test(request))).toEqual([]);
    const kept = JSON.stringify([await exportedHistory(cwd), lines, listener.ready]);
    for (const secret of ['hunter2', users.signingKey, signIns.signingKey]) {
      expect(kept).not.toContain(secret);
    }
    expect(await runCli(['replay', '--last', '3'], { cwd })).toMatchObject({ code: 0 });
    expect(app.requests.slice(3).map(path).toSorted()).toEqual(
      app.requests.slice(0, 3).map(path).toSorted(),
    );
  });

  it('follows webhooks that are created, changed, rotated, disabled and deleted', async () => {
    const tenant = await startTenant();
    const url = (path: string) => ({ url: `https://app.invalid/${path}` });
    const first = tenant.addHook({ name: 'First', config: url('first') });
    const app = await startReceiver();
    const listener = await startTenantListener(tenant, ['--mirror', '-f', app.url]);
    let stderr = '';
    listener.child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const sees = (text: string) => eventually(() => expect(stderr).toContain(text));
    const delivers = async (...paths: string[]) => {
      const before = app.requests.length;
      await tenant.emit('PostSignIn');
      await eventually(() => expect(app.requests).toHaveLength(before + paths.length));
      const received = app.requests.slice(before);
      expect(received.map(path).toSorted()).toEqual(paths);
      return received;
    };
    await delivers('/first');

    const second = tenant.addHook({ name: 'Second', config: url('second') });
    // Emitted before the mirror knows the webhook.
    await delivers('/first', '/second');
    await sees("Webhook 'Second' is mirrored to /second from now on.");

    first.signingKey = 'the-new-key-of-the-first-webhook';
    first.config = url('moved');
    await sees("Webhook 'First' has a new signing key, which signs from now on.");
    const moved = (await delivers('/moved', '/second')).find((one) => path(one) === '/moved');
    expect(moved && isSignedWith(moved, first.signingKey)).toBe(true);

    second.enabled = false;
    await sees("! Webhook 'Second' is disabled");
    second.enabled = true;
    await sees("Webhook 'Second' is enabled again.");
    tenant.state.hooks.splice(tenant.state.hooks.indexOf(first), 1);
    await sees("! Webhook 'First' was deleted.");
    await delivers('/second');
    tenant.inject({ times: 6, fault: answerWith(502) });
    await sees('Reconnected to the tenant');
    expect(stderr.match(/Lost the connection/g)).toHaveLength(1);
    await delivers('/second');
    listener.child.kill('SIGINT');
    expect((await listener.finished).code).toBe(130);
  });

  it('shows the mirrored webhooks, and warns about what may be unexpected', async () => {
    const tenant = await startTenant();
    tenant.addHook({ name: 'Prod', config: { url: 'https://app.invalid/hook?key=hunter2' } });
    tenant.addHook({ name: 'Beta', config: { url: 'https://beta.invalid/hook?key=hunter2' } });
    tenant.addHook({ name: 'Old', enabled: false, config: { url: 'https://app.invalid/old' } });
    tenant.addHook({ name: 'Broken', config: { url: '{{host}}/hook' } });
    tenant.addHook({ name: 'Roles', events: ['Role.Created'] });
    const cli = startCli(
      [
        ...['listen', '--tenant', '--mirror', '-e', 'User.Created', '--port', '0'],
        ...['-f', 'localhost:1/hook', '--exit-timeout', '1s'],
      ],
      { env: { XDG_STATE_HOME: temporaryDirectory(), ...tenant.env } },
    );
    let text = '';
    cli.stdout.on('data', (chunk) => {
      text += chunk;
    });
    cli.stderr.on('data', (chunk) => {
      text += chunk;
    });
    await eventually(() => expect(text).toContain('Ctrl+C stops.'));
    cli.kill('SIGINT');
    for (const shown of [
      "! Webhook 'Broken' has an invalid URL and is not mirrored.",
      "! Webhook 'Roles' has none of these events and is not mirrored.",
      '! Webhooks on app.invalid and beta.invalid deliver to /hook: your app receives',
      'To keep their own paths, forward to http://localhost:1.',
      `Tenant      ${tenant.endpoint} · logs of 3 of 5 webhooks`,
      "Mirroring   https://app.invalid/hook?key=*** 'Prod': all",
      "            https://app.invalid/old 'Old': all (disabled)",
      "Keys        each webhook's own",
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).not.toContain('hunter2');
  });

  it.each([
    [
      ['--mirror'],
      '--mirror needs --tenant. For example: logto-hooks listen --tenant --mirror --forward-to 3000\n',
    ],
    [
      ['--tenant', '--mirror', '--tunnel'],
      '--mirror and --tunnel cannot be combined. --mirror reads the log and needs no tunnel.',
    ],
    [
      ['--tenant', '--mirror', '--webhook', 'x'],
      '--webhook cannot be combined. --mirror follows every webhook; use one or the other.',
    ],
    [
      ['--tenant', '--mirror', '--public-url', 'https://app.invalid'],
      '--public-url cannot be combined. --mirror reads the log and needs no public URL.',
    ],
    [['--tenant', '--mirror', '--signing-key', 'k'], '--mirror and --signing-key cannot be'],
    [['--tenant', '--mirror', 'a/b'], "'a/b' is not a host."],
    [['--tenant', '--mirror', '*.example.com'], "No webhook of the tenant delivers to '*.example"],
    [['--tenant', '--mirror', 'APP.invalid', '-e', 'Role.Created'], 'is subscribed to Role.Creat'],
  ])('exits with 2 for %j', async (args, message) => {
    const tenant = await startTenant();
    tenant.addHook({ events: ['User.Created'], config: { url: 'https://app.invalid/hook' } });
    const run = await runCli(['listen', '--port', '0', ...args], { env: tenant.env });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(message);
  });
});
