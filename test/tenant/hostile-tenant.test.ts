import { describe, expect, it } from 'vitest';
import {
  expectHarmless,
  hostileEnvironment,
  hostileHeader,
  hostileText,
} from '../helpers/hostile.ts';
import { eachOf, startRunner } from '../helpers/run-many.ts';
import { logEntry } from '../helpers/tenant/emit.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import { answerWith, type Tenant } from '../helpers/tenant/tenant.ts';

const id = `x${hostileText.replaceAll('/', '')}'; touch PWNED #`;

/** Starts a tenant in which every text is hostile. */
async function startHostileTenant(): Promise<Tenant> {
  const tenant = await startTenant();
  const config = {
    url: `http://127.0.0.1:9/##[add-mask]c?::error::`,
    headers: { [hostileText]: hostileText },
  };
  const events = ['PostSignIn', hostileText];
  const hook = tenant.addHook({ id: 'abc', name: hostileText, config, events });
  tenant.addHook({ id, name: 'other', config, signingKey: hostileText, enabled: false });
  const body = { event: hostileText, user: { name: hostileText, id: hostileText } };
  const outcome = {
    result: 'Error',
    error: hostileText,
    response: { statusCode: 500, body: hostileText },
  } as const;
  for (const event of ['PostSignIn', 'User.Created', hostileText]) {
    tenant.state.logs.push(logEntry(hook, event, { ...body, event }, outcome));
    tenant.state.logs.push({ ...logEntry(hook, event, body, outcome), id });
  }
  return tenant;
}

const commands: readonly (readonly string[])[] = [
  ['webhooks'],
  ['webhooks', '--json'],
  ...['abc', id].flatMap((name) => [
    ['deliveries', name],
    ['redeliver', name, '--dry-run'],
    ['redeliver', name, '--yes', '--timeout', '1s', '--max-failures', '1'],
    ['record', name, 'rec'],
    ['test', name, '-e', 'PostSignIn'],
    ['update', name, '--name', hostileText],
    ['delete', name, '--yes'],
  ]),
  ['deliveries', id, '--json'],
  ['redeliver', id, '--dry-run', '--json'],
  ['record', id, 'rec', '--json'],
  ['key', id],
  ['key', id, '--write-env'],
  ['update', id, '--unset-header', 'x'],
  ['disable', id],
  ['rotate-key', id, '--yes'],
  ['rotate-key', id, '--yes', '--json'],
  ['deliveries', 'nobody'],
];

describe('a hostile tenant', () => {
  it('makes no command print control sequences or workflow commands', async () => {
    const run = startRunner();
    const lines = [
      ...commands.map((words) => ['tenant', ...words]),
      ['doctor'],
      ['doctor', '--json'],
    ];
    await eachOf(lines, async (words) => {
      const tenant = await startHostileTenant();
      const env = { ...tenant.env, ...hostileEnvironment };
      const { code, stdout, stderr } = await run([...words, '--debug'], env);
      expect([words, code]).toEqual([words, expect.any(Number)]);
      expectHarmless(stdout);
      expectHarmless(stderr);
      // A suggested command contains no foreign text that a shell would interpret.
      for (const [, command = ''] of (stdout + stderr).matchAll(/'logto-hooks ([^']*)/g)) {
        expect(command).not.toMatch(/FOREIGN|PWNED/);
      }
    });
  }, 120_000);

  it.each([
    ['an error', 422, { code: hostileText, message: hostileText, details: hostileText }],
    ['a refusal', 401, { code: hostileText }],
    ['no role', 403, { code: hostileText }],
    ['a quota', 403, { code: `limit${hostileText}` }],
    ['another shape', 200, [{ id: 1, name: hostileText, config: { [hostileText]: 1 } }]],
    ['headers of another shape', 200, [{ id: 'a', config: { headers: { [hostileText]: 1 } } }]],
    ['a failure', 500, { message: hostileText }],
    ['an invalid field', 400, { code: 'x', data: { issues: [{ path: [hostileText, 1] }] } }],
  ])('that responds with %s makes no command print it raw', async (_, status, body) => {
    const run = startRunner();
    const lines = [
      ['tenant', 'webhooks'],
      ['doctor', '--json'],
    ];
    const runs = [/\/oidc\/token/, /\/api\/hooks/].flatMap((on) =>
      lines.map((words) => ({ on, words })),
    );
    await eachOf(runs, async ({ on, words }) => {
      const tenant = await startTenant();
      const headers = {
        ...{ 'content-type': 'application/json', 'x-hostile': hostileHeader, 'retry-after': '0' },
      };
      tenant.inject({ on, times: 9, fault: answerWith(status, headers, JSON.stringify(body)) });
      const env = { ...tenant.env, ...hostileEnvironment };
      const { code, stdout, stderr } = await run([...words, '--debug'], env);
      expect(code).toEqual(expect.any(Number));
      expect(stdout + stderr).not.toBe('');
      expectHarmless(stdout);
      expectHarmless(stderr);
    });
  });
});
