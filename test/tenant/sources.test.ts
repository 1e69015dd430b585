import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { startTenant } from '../helpers/tenant/start.ts';

const commands: readonly (readonly string[])[] = [
  ['tenant', 'webhooks'],
  ['tenant', 'create', 'shop', '--url', 'https://example.com/', '-e', 'User.Created'],
  ['listen', '--tenant', '--port', '0', '--exit-timeout', '1ms'],
];

/** Writes a `.env` and runs a command next to it. */
function run(
  args: readonly string[],
  dotEnv: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
) {
  const cwd = temporaryDirectory();
  const lines = Object.entries(dotEnv).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(path.join(cwd, '.env'), lines.join(''));
  return runCli(args, { cwd, env });
}

describe('credentials', () => {
  it.each(commands.map((args) => [args.join(' '), args] as const))(
    'from the environment are not sent to the endpoint of a .env: %s',
    async (_, args) => {
      const tenant = await startTenant();
      const dotEnv = { LOGTO_ENDPOINT: tenant.endpoint };
      const { code, stderr } = await run(args, dotEnv, { LOGTO_AUTH: tenant.auth });
      expect({ code, stderr, requests: tenant.requests }).toEqual({
        code: 2,
        requests: [],
        stderr:
          'error: LOGTO_AUTH in the environment cannot be used with LOGTO_ENDPOINT in .env: credentials are only sent ' +
          'to an endpoint from the same source. Set both in one place: --endpoint and --auth, the environment, or .env.\n',
      });
    },
  );

  it.each([
    ['--endpoint', 'LOGTO_AUTH in the environment', ['--endpoint', 'URL'], {}, ['LOGTO_AUTH']],
    ['--endpoint', 'LOGTO_AUTH in .env', ['--endpoint', 'URL'], ['LOGTO_AUTH'], {}],
    ['--auth', 'LOGTO_ENDPOINT in the environment', ['--auth', 'AUTH'], {}, ['LOGTO_ENDPOINT']],
    ['--auth', 'LOGTO_ENDPOINT in .env', ['--auth', 'AUTH'], ['LOGTO_ENDPOINT'], {}],
    [
      'LOGTO_ENDPOINT in the environment',
      'LOGTO_AUTH in .env',
      [],
      ['LOGTO_AUTH', 'LOGTO_ENDPOINT'],
      ['LOGTO_ENDPOINT'],
    ],
  ])(
    'are rejected as a mixed pair: %s and %s',
    async (first, second, flags, inFile, inEnvironment) => {
      const tenant = await startTenant();
      const values: Record<string, string> = {
        ...tenant.env,
        URL: tenant.endpoint,
        AUTH: tenant.auth,
      };
      const pick = (names: readonly string[] | object) =>
        Object.fromEntries(
          (Array.isArray(names) ? names : []).map((name) => [name, values[name] ?? '']),
        );
      const args = ['tenant', 'webhooks', ...flags.map((word) => values[word] ?? word)];
      const { code, stderr } = await run(args, pick(inFile), pick(inEnvironment));
      expect({ code, requests: tenant.requests }).toEqual({ code: 2, requests: [] });
      expect(stderr).toContain(`${first} cannot be used with ${second}:`);
      expect(stderr).not.toContain(tenant.appSecret);
    },
  );

  it('that are complete in one source are used, whatever a later one sets', async () => {
    const tenant = await startTenant();
    const elsewhere = { LOGTO_ENDPOINT: 'http://127.0.0.1:1', LOGTO_AUTH: 'x:y' };
    const flags = ['--endpoint', tenant.endpoint, '--auth', tenant.auth];
    for (const [args, dotEnv, env] of [
      [flags, elsewhere, elsewhere],
      [[], elsewhere, tenant.env],
      [[], tenant.env, {}],
      [[], tenant.env, { LOGTO_ENDPOINT: '', LOGTO_AUTH: '' }],
    ] as const) {
      const { code } = await run(['tenant', 'webhooks', ...args], dotEnv, env);
      expect(code).toBe(0);
    }
  });

  it('in a mixed pair are a failed check of doctor', async () => {
    const tenant = await startTenant();
    const dotEnv = { LOGTO_ENDPOINT: tenant.endpoint };
    const { code, stdout } = await run(['doctor', '--json'], dotEnv, { LOGTO_AUTH: tenant.auth });
    expect({ code, requests: tenant.requests }).toEqual({ code: 1, requests: [] });
    expect(stdout).toContain(
      'LOGTO_AUTH in the environment cannot be used with LOGTO_ENDPOINT in .env',
    );
  });
});
