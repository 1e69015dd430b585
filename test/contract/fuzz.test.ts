import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOfVersion } from '../../src/core/logto/versions.ts';
import { payloadSchemas } from '../../src/core/payload/schemas.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { runContractTest, startFlawed } from '../helpers/contract.ts';
import { signingKey } from '../receivers/receiver.ts';

const only = ['--only', 'accepts/fuzz'];
const key = ['--signing-key', signingKey];

type Payload = Record<string, unknown>;

describe('test --fuzz', () => {
  it('sends valid payloads of all events, with rare values', async () => {
    const { url, requests } = await startFlawed();
    const cases = 1000;
    const { code, lines } = await runContractTest([
      '--to',
      url,
      ...only,
      '--fuzz',
      String(cases),
      '--seed',
      '1',
    ]);
    expect(code).toBe(0);
    expect(lines[0]?.answered).toBe(`200 to ${cases} payloads (--seed 1)`);
    const payloads = requests.map(({ body }): Payload => JSON.parse(body.toString()));
    const invalid = payloads.filter(
      (payload) => !payloadSchemas[payload.event as 'PostSignIn'].safeParse(payload).success,
    );
    expect(invalid).toEqual([]);
    expect(new Set(payloads.map(({ event }) => event))).toEqual(new Set(eventsOfVersion()));
    const text = requests.map(({ body }) => body.toString()).join('\n');
    expect(text).toMatch(/"name":null/);
    expect(text).toMatch(/"name":""/);
    expect(text).toMatch(/[\u{1f000}-\u{1ffff}]/u);
    expect(text).toMatch(/"fieldOfTheFuture":/);
    expect(text).toMatch(/253402300799999/);
    expect(text).toMatch(/x{100}/);
    expect(payloads.some((payload) => !('user' in payload) && 'interactionEvent' in payload)).toBe(
      true,
    );
    expect(
      Math.max(...payloads.map(({ addedUserIds }) => Object(addedUserIds).length ?? 0)),
    ).toBeGreaterThan(1000);
  });

  it('shrinks a refused payload to the one field that matters, and saves it to send again', async () => {
    const { url } = await startFlawed({
      handle: ({ event, data }) =>
        event === 'Role.Created' && String(Object(data).description).length > 200
          ? { status: 500, body: 'value too long for type character varying(200)' }
          : undefined,
    });
    const cwd = temporaryDirectory();
    const args = ['test', '--to', url, ...key, ...only, '-e', 'Role.*,User.Created'];
    const run = await runCli([...args, '--fuzz', '300', '--seed', '1', '--json'], { cwd });
    const { cause } = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '');
    expect([run.code, cause]).toMatchObject([
      1,
      {
        id: 'field-value',
        message: 'The handler fails on Role.Created where data.description has 201 characters.',
        evidence: expect.stringContaining('value too long for type'),
      },
    ]);
    const [, send = ''] = /logto-hooks (send .*)/.exec(cause.remedy) ?? [];
    const resent = await runCli([...send.split(' '), ...key], { cwd });
    expect([resent.code, resent.stdout]).toEqual([1, expect.stringContaining('500')]);
    const variant = /--variant (\S+)/.exec(send)?.[1];
    const file = path.join(cwd, '.logto-hooks/fuzz/Role.Created', `${variant}.json`);
    expect(JSON.parse(readFileSync(file, 'utf8')).data.description).toHaveLength(201);
  });

  it('is the only option that loads the generators', async () => {
    const { url } = await startFlawed();
    const cwd = temporaryDirectory();
    const hook = path.join(cwd, 'hook.cjs');
    writeFileSync(
      hook,
      "process.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));",
    );
    const env = { NODE_OPTIONS: `--require ${hook}` };
    const args = ['test', '--to', url, ...key, '-e', 'PostSignIn'];
    const plain = await runCli([...args, '--only', 'accepts'], { cwd, env });
    expect(plain.stderr).not.toMatch(/fuzz/);
    const fuzzed = await runCli([...args, ...only, '--fuzz', '1'], { cwd, env });
    expect(fuzzed.stderr).toMatch(/fuzz\.cjs/);
  });

  it.each([
    [['--seed', '1'], /--seed needs --fuzz/],
    [['--fuzz', '0'], /'0' is not a whole number from 1/],
    [['--fuzz', '10', '--seed', 'x'], /'x' is not a whole number/],
    [['--only', 'accepts/fuzz'], /No checks selected/],
  ])('rejects %j in one line', async (args, message) => {
    const { code, stderr } = await runCli(['test', '--list', ...args]);
    expect(stderr).toMatch(message);
    expect([code, stderr.trimEnd().split('\n').length]).toEqual([2, 1]);
  });
});
