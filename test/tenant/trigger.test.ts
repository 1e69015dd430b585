import { describe, expect, it } from 'vitest';
import { parseLines, runCli, startCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import { answerWith, hang, type Tenant } from '../helpers/tenant/tenant.ts';

const run = (tenant: Tenant, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(['tenant', 'trigger', ...args], {
    env: { ...tenant.env, XDG_STATE_HOME: temporaryDirectory(), ...env },
  });

/** Everything on the tenant except its own webhooks. */
const contents = ({ state }: Tenant) => [
  ...[...state.users.values(), ...state.organizations.values()].map(({ id }) => id),
  ...[...state.objects.values()].flatMap((kind) => [...kind.keys()]),
  ...state.hooks.filter(({ name }) => name.startsWith('logto-hooks')).map(({ id }) => id),
];

describe('tenant trigger', () => {
  it('makes the tenant emit every event that a call causes, and leaves nothing behind', async () => {
    const [tenant, app] = await Promise.all([startTenant(), startReceiver()]);
    const hook = tenant.addHook({ name: 'app', config: { url: app.url } });
    tenant.state.users.set('existing', { id: 'existing', createdAt: 0, updatedAt: 0 });
    const { code, stdout, stderr } = await run(tenant, ['--all', '--json']);
    const lines = parseLines(stdout);
    const triggered = lines.filter(({ type }) => type === 'trigger');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(triggered).toHaveLength(22);
    expect(triggered).toContainEqual({
      ...{ type: 'trigger', event: 'Scope.Data.Updated', emitted: true, error: null },
      call: 'PATCH /api/resources/:resource/scopes/:scope',
      deliveries: [{ webhookId: hook.id, name: 'app', ok: true, status: 200, error: null }],
    });
    const manual = lines.filter(({ type }) => type === 'manual');
    expect(manual.map(({ event }) => event)).toEqual([
      ...['PostRegister', 'PostSignIn', 'PostSignInAdaptiveMfaTriggered', 'PostResetPassword'],
      ...['Identifier.Lockout', 'Message.RateLimited', 'Grant.LimitExceeded'],
    ]);
    expect(manual[1]?.how).toContain('a user signs in to an application of the tenant');
    expect(lines.at(-1)).toEqual({
      ...{ type: 'summary', arrived: 22, missing: 0, failed: 0, manual: 7 },
    });
    expect(app.requests).toHaveLength(22);
    expect(contents(tenant)).toEqual(['existing']);
    const changed = tenant.requests.filter((name) => /^(?:PATCH|DELETE) /.test(name));
    expect(changed.filter((name) => name.includes('existing'))).toEqual([]);
  });

  it('reports what did not arrive, cleans up after refusals and at Ctrl+C, and after kill -9 at the next run', async () => {
    const [refusing, interrupted, killed] = await Promise.all([
      startTenant(),
      startTenant(),
      startTenant(),
    ]);
    const refusal = { code: 'subscription.limit_exceeded', message: 'No more.' };
    const asJson = { 'content-type': 'application/json' };
    refusing.inject({
      on: /POST \/api\/roles$/,
      fault: answerWith(403, asJson, JSON.stringify(refusal)),
    });
    for (const tenant of [interrupted, killed]) {
      tenant.inject({ on: /POST \/api\/organizations/, fault: hang });
    }
    const env = { XDG_STATE_HOME: temporaryDirectory() };
    const start = (tenant: Tenant) =>
      startCli(['tenant', 'trigger', '--all'], { env: { ...tenant.env, ...env } });
    const children = [start(interrupted), start(killed)];
    const ends = children.map((child) => new Promise((resolve) => child.on('close', resolve)));
    const { code, stdout, stderr } = await run(refusing, ['Role.*', 'User.Created']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Role\.Created .*plan does not allow this/);
    expect(stdout).toMatch(/✗ Role\.Scopes\.Updated an earlier call failed/);
    expect(stdout).toMatch(/✓ User\.Created/);
    expect(stderr).toMatch(/1 event arrived, 4 did not\./);
    expect(contents(refusing)).toEqual([]);

    await Promise.all(
      [interrupted, killed].map(({ requests }) =>
        eventually(() => expect(requests).toContain('POST /api/organizations')),
      ),
    );
    children[0]?.kill('SIGINT');
    children[1]?.kill('SIGKILL');
    expect(await ends[0]).toBe(130);
    expect(contents(interrupted)).toEqual([]);
    await ends[1];
    expect(contents(killed)).toHaveLength(5);
    const next = await run(killed, ['User.Created'], env);
    expect(next).toMatchObject({ code: 0, stderr: expect.stringContaining('Deleted 3 objects') });
    expect(contents(killed)).toEqual([]);
  });

  it('makes no call with --dry-run, keeps objects with --keep, and asks where it may be production', async () => {
    const tenant = await startTenant();
    const [planned, unwanted, keepDeleted, nothing] = await Promise.all([
      runCli(['tenant', 'trigger', 'Organization.Membership.Updated', '--dry-run']),
      run(tenant, ['PostSignIn']),
      run(tenant, ['User.Deleted', '--keep']),
      run(tenant, []),
    ]);
    expect(planned.stdout.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'POST /api/users User.Created',
      'POST /api/organizations Organization.Created',
      'POST /api/organizations/:organization/users Organization.Membership.Updated',
      'DELETE /api/organizations/:organization Organization.Deleted',
      'DELETE /api/users/:user User.Deleted',
      '',
    ]);
    expect(unwanted).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/needs a person: a user signs in/),
    });
    expect(keepDeleted).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--keep deletes nothing/),
    });
    expect(nothing).toMatchObject({ code: 2, stderr: expect.stringMatching(/No event given/) });
    expect(tenant.requests).toEqual([]);

    const kept = await run(tenant, ['User.*', '--keep']);
    expect(kept).toMatchObject({ code: 0, stderr: expect.stringContaining('3 events arrived') });
    expect(contents(tenant)).toHaveLength(1);

    tenant.addHook({ config: { url: 'https://shop.example/hook?token=geheim' } });
    const before = contents(tenant);
    const refused = await run(tenant, ['User.Created']);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/may be in production.*https:\/\/shop\.example\/hook.*--yes/),
    });
    expect(refused.stderr).not.toContain('geheim');
    expect(contents(tenant)).toEqual(before);
  });
});
