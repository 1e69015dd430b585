import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveConnection } from '../../src/tenant/api/connection.ts';
import { writeProfiles } from '../../src/tenant/login/profiles.ts';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { pseudoTerminals, startTerminal } from '../helpers/pty.ts';
import { startTenant } from '../helpers/tenant/start.ts';

describe('tenant login', () => {
  it('stores a tenant that other commands then use, until logout', async () => {
    const tenant = await startTenant();
    const env = { XDG_CONFIG_HOME: temporaryDirectory() };
    const file = path.join(env.XDG_CONFIG_HOME, 'logto-hooks', 'profiles.json');
    const flags = ['--endpoint', `${tenant.endpoint}/api`, '--app-id', tenant.appId];
    const stored = await runCli(['tenant', 'login', ...flags, '--secret-stdin'], {
      env,
      input: `${tenant.appSecret}\n`,
    });
    expect(stored).toMatchObject({ code: 0, stderr: expect.stringContaining("profile 'default'") });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);

    const [webhooks, whoami, doctor] = await Promise.all([
      runCli(['tenant', 'webhooks'], { env }),
      runCli(['tenant', 'whoami', '--json'], { env }),
      runCli(['doctor', '--json'], { env }),
    ]);
    // Not beside the others: it creates a webhook.
    const listen = await runCli(['listen', '--tenant', '--port', '0', '--exit-timeout', '1ms'], {
      env,
    });
    expect(webhooks).toMatchObject({ code: 0, stderr: expect.stringContaining('no webhooks') });
    expect(parseLines(whoami.stdout)).toEqual([
      {
        ...{ type: 'connection', endpoint: tenant.endpoint, appId: tenant.appId },
        ...{ resource: 'https://default.logto.app/api', source: 'profile', name: 'default' },
        ...{ unused: [], profiles: ['default'] },
      },
    ]);
    expect(parseLines(doctor.stdout).find(({ id }) => id === 'tenant')).toMatchObject({
      message: expect.stringContaining("profile 'default'"),
    });
    expect(listen.stderr).toMatch(/Timed out/);

    const out = await runCli(['tenant', 'logout'], { env });
    expect(out.code).toBe(0);
    expect(existsSync(file)).toBe(false);
    const [again, none] = await Promise.all([
      runCli(['tenant', 'logout'], { env }),
      runCli(['tenant', 'whoami'], { env }),
    ]);
    expect(again).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: Unknown profile/),
    });
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('tenant login') });
    const written = [stored, webhooks, whoami, doctor, listen, out].map((run) =>
      JSON.stringify(run),
    );
    expect(written.join('')).not.toContain(tenant.appSecret);
  });

  it('stores nothing that the tenant refuses, that is incomplete, or that would be in the project', async () => {
    const [tenant, withoutRole] = await Promise.all([startTenant(), startTenant()]);
    withoutRole.state.hasRole = false;
    const env = { XDG_CONFIG_HOME: temporaryDirectory() };
    const login = (input: string, args: readonly string[], cwd = temporaryDirectory()) =>
      runCli(['tenant', 'login', ...args], { cwd, env, input });
    const project = env.XDG_CONFIG_HOME;
    mkdirSync(path.join(project, '.logto-hooks'));
    const to = ({ endpoint, appId }: typeof tenant) => ['--endpoint', endpoint, '--app-id', appId];
    const results = await Promise.all([
      login('wrong', [...to(tenant), '--secret-stdin']),
      login(withoutRole.appSecret, [...to(withoutRole), '--secret-stdin']),
      login('', [...to(tenant), '--secret-stdin']),
      login('', to(tenant)),
      login('', ['--app-id', 'app']),
      login('x', [...to(tenant), '--secret-stdin', '--profile', '../x']),
      login(tenant.appSecret, [...to(tenant), '--secret-stdin'], project),
    ]);
    expect(results.map(({ code, stderr }) => `${code} ${stderr}`)).toEqual([
      expect.stringMatching(/^2 error: .*invalid_client/),
      expect.stringMatching(/^2 error: .*Logto Management API access/),
      expect.stringMatching(/^2 error: The app secret is empty/),
      expect.stringMatching(/^2 error: The app secret is missing.*--secret-stdin/),
      expect.stringMatching(/^2 error: --endpoint is missing/),
      expect.stringMatching(/^2 error: '\.\.\/x' is not a valid profile name/),
      expect.stringMatching(/^2 error: .*profiles\.json is in this project/),
    ]);
    expect(existsSync(path.join(env.XDG_CONFIG_HOME, 'logto-hooks'))).toBe(false);
  });

  it.runIf(pseudoTerminals)('asks for what is missing and does not show the secret', async () => {
    const tenant = await startTenant();
    const XDG_CONFIG_HOME = temporaryDirectory();
    const run = startTerminal(['tenant', 'login', '--profile', 'staging'], { XDG_CONFIG_HOME });
    await run.sees('Endpoint');
    run.write(`${tenant.endpoint}\r`);
    await run.sees('App ID');
    run.write(`${tenant.appId}\r`);
    await run.sees('App secret');
    run.write(`${tenant.appSecret}\r`);
    expect((await run.exited).exitCode).toBe(0);
    expect(run.raw()).not.toContain(tenant.appSecret);
    const file = path.join(XDG_CONFIG_HOME, 'logto-hooks', 'profiles.json');
    expect(JSON.parse(readFileSync(file, 'utf8')).profiles.staging.appSecret).toBe(
      tenant.appSecret,
    );
  });
});

describe('the connection', () => {
  /** Endpoints are named after their source. */
  function place(files: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const XDG_CONFIG_HOME = temporaryDirectory();
    const cwd = temporaryDirectory();
    const profile = (name: string) =>
      [
        name,
        { endpoint: `http://${name}`, appId: 'a', appSecret: 'b', resource: 'https://r/' },
      ] as const;
    writeProfiles({ XDG_CONFIG_HOME }, new Map(['default', 'chosen', 'named'].map(profile)));
    for (const [index, file] of files.entries()) {
      writeFileSync(path.join(cwd, file), `LOGTO_ENDPOINT=http://file-${index}\nLOGTO_AUTH=a:b\n`);
    }
    return { cwd, env: { XDG_CONFIG_HOME, ...env } };
  }
  const variables = { LOGTO_ENDPOINT: 'http://environment', LOGTO_AUTH: 'a:b' };
  const chosen = { LOGTO_PROFILE: 'chosen' };

  it.each([
    ['flags', { endpoint: 'http://flags', auth: 'a:b', profile: 'named' }, ['.env'], variables],
    ['named', { profile: 'named' }, ['.env'], { ...variables, ...chosen }],
    ['environment', {}, ['.env.local', '.env'], { ...variables, ...chosen }],
    ['file-0', {}, ['.env.local', '.env'], chosen],
    ['file-0', {}, ['.env'], chosen],
    ['chosen', {}, [], chosen],
    ['default', {}, [], {}],
  ])('comes from %s', (source, flags, files, env) => {
    expect(resolveConnection(flags, place(files, env)).endpoint).toBe(`http://${source}`);
  });

  it.each([
    [{ endpoint: 'http://x' }, {}, /^--endpoint cannot be used with profile 'default'/],
    [{ auth: 'a:b', profile: 'named' }, {}, /^--auth cannot be used with profile 'named'/],
    [{}, { LOGTO_AUTH: 'a:b' }, /^LOGTO_AUTH in the environment cannot be used with profile/],
    [{ profile: 'chose' }, {}, /^Unknown profile 'chose'/],
    [{}, { LOGTO_PROFILE: 'nope' }, /^Unknown profile 'nope'/],
  ])('of %j with %j is refused', (flags, env, message) => {
    expect(() => resolveConnection(flags, place([], env))).toThrow(message);
  });

  it('is not read from a file that other users can read', () => {
    const { env, cwd } = place([]);
    chmodSync(path.join(env.XDG_CONFIG_HOME, 'logto-hooks', 'profiles.json'), 0o644);
    expect(() => resolveConnection({}, { cwd, env })).toThrow(/^Other users can read /);
  });
});
