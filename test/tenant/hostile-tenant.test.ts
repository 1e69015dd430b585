import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import {
  expectHarmless,
  hostileEnvironment,
  hostileHeader,
  hostileText,
} from '../helpers/hostile.ts';
import { logEntry } from '../helpers/tenant/emit.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import { answerWith, type Tenant } from '../helpers/tenant/tenant.ts';

const id = `x${hostileText.replaceAll('/', '')}'; touch PWNED #`;

/** A tenant in which every text is hostile. */
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

const named = { abc: 'abc', hostile: id };
const commands: readonly (readonly string[])[] = [
  ['webhooks'],
  ['webhooks', '--json'],
  ...Object.values(named).flatMap((name) => [
    ['deliveries', name],
    ['deliveries', name, '--json'],
    ['redeliver', name, '--dry-run'],
    ['redeliver', name, '--dry-run', '--json'],
    ['redeliver', name, '--yes', '--timeout', '1s'],
    ['record', name, 'rec'],
    ['record', name, 'rec', '--json'],
    ['test', name, '-e', 'PostSignIn'],
    ['key', name],
    ['key', name, '--write-env'],
    ['update', name, '--unset-header', 'x'],
    ['update', name, '--name', hostileText],
    ['disable', name],
    ['rotate-key', name, '--yes'],
    ['rotate-key', name, '--yes', '--json'],
    ['delete', name, '--yes'],
  ]),
  ['deliveries', 'nobody'],
];

describe('a hostile tenant', () => {
  it('makes no command print anything that a terminal or runner obeys', async () => {
    for (const words of commands) {
      const tenant = await startHostileTenant();
      const { stdout, stderr } = await runCli(['tenant', ...words, '--debug'], {
        env: { ...tenant.env, ...hostileEnvironment },
      });
      expectHarmless(stdout);
      expectHarmless(stderr);
      // What a message suggests to run has no foreign word that a shell would not take literally.
      for (const [, command = ''] of (stdout + stderr).matchAll(/'logto-hooks ([^']*)/g)) {
        expect(command).not.toMatch(/FOREIGN|PWNED/);
      }
    }
  }, 120_000);

  it('makes doctor print nothing of the kind', async () => {
    const tenant = await startHostileTenant();
    for (const words of [['doctor'], ['doctor', '--json']]) {
      const env = { ...tenant.env, ...hostileEnvironment };
      const { stdout, stderr } = await runCli(words, { env });
      expectHarmless(stdout);
      expectHarmless(stderr);
    }
  });

  it.each([
    ['an error', 422, { code: hostileText, message: hostileText, details: hostileText }],
    ['a refusal', 401, { code: hostileText }],
    ['no role', 403, { code: hostileText }],
    ['a quota', 403, { code: `limit${hostileText}` }],
    ['another shape', 200, [{ id: 1, name: hostileText, config: { [hostileText]: 1 } }]],
    ['headers of another shape', 200, [{ id: 'a', config: { headers: { [hostileText]: 1 } } }]],
    ['a failure', 500, { message: hostileText }],
  ])('that answers %s makes no command print it raw', async (_, status, body) => {
    for (const on of [/\/oidc\/token/, /\/api\/hooks/]) {
      for (const words of [
        ['tenant', 'webhooks'],
        ['doctor', '--json'],
        ['tenant', 'key', 'x'],
      ]) {
        const tenant = await startTenant();
        const headers = { 'content-type': 'application/json', 'x-hostile': hostileHeader };
        tenant.inject({ on, times: 9, fault: answerWith(status, headers, JSON.stringify(body)) });
        const { stdout, stderr } = await runCli([...words, '--debug'], {
          cwd: temporaryDirectory(),
          env: { ...tenant.env, ...hostileEnvironment },
        });
        expectHarmless(stdout);
        expectHarmless(stderr);
      }
    }
  });
});
