import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/cli/config/schema.ts';
import { parseLines, runCli, temporaryDirectory } from '../../helpers/cli.ts';
import { signingKey } from '../../helpers/listener.ts';
import { startReceiver } from '../../helpers/receiver.ts';

const key = ['--signing-key', signingKey];
const preview = ['send', 'PostSignIn', '--dry-run', '--json', ...key];

/** Returns a project directory with a configuration file. */
function configure(config: unknown): string {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, 'logto-hooks.config.json'), JSON.stringify(config));
  return cwd;
}

describe('logto-hooks.config.json', () => {
  it('sets flags, from a subdirectory as well', async () => {
    const app = await startReceiver();
    const cwd = configure({
      listen: { port: 1 },
      send: { to: app.url, header: { 'x-a': 'file' }, set: ['user.name=A', 'user.avatar=B'] },
    });
    mkdirSync(path.join(cwd, 'packages/app'), { recursive: true });
    const place = { cwd: path.join(cwd, 'packages/app') };
    const { code } = await runCli(['send', 'PostSignIn', ...key], place);
    expect(code).toBe(0);
    expect(app.requests[0]?.headers['x-a']).toBe('file');
    expect(JSON.parse(String(app.requests[0]?.body)).user).toMatchObject({
      name: 'A',
      avatar: 'B',
    });
  });

  it('yields to flags and environment variables', async () => {
    const cwd = configure({ send: { to: '9', logto: '1.42', header: ['x-a: file'] } });
    const [plain, flagged, environment] = await Promise.all([
      runCli(preview, { cwd }),
      runCli([...preview, '--to', '8', '-H', 'x-b: flag', '--logto', '1.43'], { cwd }),
      runCli(preview, { cwd, env: { LOGTO_VERSION: '1.43' } }),
    ]);
    const [fromFile, fromFlags] = [plain, flagged].map(({ stdout }) => parseLines(stdout)[0]);
    expect(fromFile).toMatchObject({ url: expect.stringContaining(':9/') });
    expect(JSON.stringify(fromFile)).toContain('x-a');
    expect(JSON.stringify(fromFile)).not.toContain('cimd');
    expect(fromFlags).toMatchObject({ url: expect.stringContaining(':8/') });
    expect(JSON.stringify(fromFlags)).not.toContain('x-a');
    expect(flagged.stdout).toContain('cimd');
    expect(environment.stdout).toContain('cimd');
  });

  it('sets the flags of listen', async () => {
    const cwd = configure({
      listen: {
        port: 0,
        json: true,
        events: ['PostSignIn'],
        'no-history': true,
        'exit-timeout': '1ms',
      },
    });
    const { code, stdout } = await runCli(['listen', ...key], { cwd });
    expect(code).toBe(1);
    expect(parseLines(stdout)[0]).toMatchObject({ type: 'ready', events: ['PostSignIn'] });
  });

  it('sets the profile of tenant commands, unless the environment names a tenant', async () => {
    const cwd = configure({ tenant: { profile: 'staging' } });
    const env = { XDG_CONFIG_HOME: cwd };
    const [file, environment] = await Promise.all([
      runCli(['tenant', 'webhooks'], { cwd, env }),
      runCli(['tenant', 'webhooks'], { cwd, env: { ...env, LOGTO_PROFILE: 'other' } }),
    ]);
    expect(file.stderr).toContain("Unknown profile 'staging'.");
    expect(environment.stderr).toContain("Unknown profile 'other'.");
  });

  it.each([
    [{ sned: {} }, "unknown key 'sned'. Did you mean send?"],
    [{ url: 'x' }, "unknown key 'url'. Use one of: $schema, listen, send, test, tenant."],
    [{ listen: { forwardTo: '1' } }, "unknown key 'listen.forwardTo'. Did you mean forward-to?"],
    [{ send: { retrys: 1 } }, "unknown key 'send.retrys'. Did you mean retries?"],
    [
      { send: { 'signing-key': 'sEcReT' } },
      "'send.signing-key' is a secret and is not allowed. Set LOGTO_WEBHOOK_SIGNING_KEY",
    ],
    [{ tenant: { auth: 'a:sEcReT' } }, "'tenant.auth' is a secret and is not allowed."],
    [{ tenant: { endpoint: 'x' } }, "'tenant.endpoint' belongs with its credentials"],
    [
      { test: { header: { Authorization: 'sEcReT' } } },
      "test.header: 'Authorization' contains a secret",
    ],
    [{ send: { to: 'ftp://x' } }, "send.to: 'ftp://x'"],
    [{ send: { timeout: 'soon' } }, "send.timeout: 'soon' is not a duration"],
    [{ send: { retries: '1' } }, "'send.retries' is invalid."],
    [{ listen: { output: 'loud' } }, "'listen.output' is invalid. Use one of: pretty, compact"],
    [{ listen: { inspect: 'x' } }, "'listen.inspect' is invalid. Expected boolean or number."],
    [{ send: { header: 5 } }, "'send.header' is invalid. Expected object or string or array."],
    [{ test: { header: { 'a b': 'c' } }, send: { count: 0 } }, 'send.count: '],
    ['text', 'logto-hooks.config.json is invalid. Expected object, received string.\n'],
  ])('exits with 2 and one line for %j', async (config, message) => {
    const { code, stdout, stderr } = await runCli(preview, { cwd: configure(config) });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: logto-hooks\.config\.json.*\n$/);
    expect(stderr).not.toContain('sEcReT');
  });

  it('has a key for each flag of its commands, and the package ships its JSON Schema', async () => {
    const withoutKey = ['signing-key', 'auth', 'endpoint', 'resource', 'help', 'config', 'list'];
    const once = ['all', 'scenario', 'data', 'raw', 'dry-run', 'curl'];
    for (const name of ['listen', 'send', 'test'] as const) {
      const { stdout } = await runCli([name, '--help']);
      const flags = [...stdout.matchAll(/^ {2}(?:-\w, )? *--([\w-]+)/gm)].map(
        ([, flag = '']) => flag,
      );
      const keys = Object.keys(configSchema.shape[name].unwrap().shape);
      expect(
        flags.filter(
          (flag) => !withoutKey.includes(flag) && !once.includes(flag) && !keys.includes(flag),
        ),
      ).toEqual([]);
    }
    const file = path.resolve(import.meta.dirname, '../../../dist/config.schema.json');
    const { properties } = JSON.parse(readFileSync(file, 'utf8'));
    expect(Object.keys(properties)).toEqual(['$schema', 'listen', 'send', 'test', 'tenant']);
    expect(properties.send.properties.logto).toMatchObject({ type: 'string' });
  });
});
