import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fromJSONSchema } from 'zod';
import { eventNames } from '../../src/core/logto/events.ts';
import { parseLines, runCli } from '../helpers/cli.ts';
import { payloadOf } from '../helpers/payloads.ts';

describe('events', () => {
  it('lists every event once, within 80 columns and without trailing spaces', async () => {
    const { code, stdout, stderr } = await runCli(['events']);
    const lines = stdout.split('\n');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of eventNames) {
      expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
    }
    expect(lines.filter((line) => line.length > 80 || line !== line.trimEnd())).toEqual([]);
  });

  it('prints the same text with and without color', async () => {
    const plain = await runCli(['events']);
    const colored = await runCli(['events'], { env: { FORCE_COLOR: '1' } });

    expect(colored.stdout).toContain('\u001b[');
    expect(stripVTControlCharacters(colored.stdout)).toBe(plain.stdout);
  });

  it('lists as NDJSON', async () => {
    const { stdout } = await runCli(['events', 'list', '--json']);
    const lines = parseLines(stdout);

    expect(lines.map(({ type, name }) => [type, name])).toEqual(
      eventNames.map((name) => ['event', name]),
    );
    expect(lines[0]).toMatchObject({ category: 'interaction', meaning: expect.any(String) });
  });

  it.each([
    ['--logto', { args: ['--logto', 'v1.36.2'], env: {} }],
    ['LOGTO_VERSION', { args: [], env: { LOGTO_VERSION: '1.36' } }],
    ['--logto before LOGTO_VERSION', { args: ['--logto', '1.36'], env: { LOGTO_VERSION: '1.43' } }],
  ])('lists the events of the version in %s', async (_, { args, env }) => {
    const { stdout } = await runCli(['events', '--json', ...args], { env });
    const names = parseLines(stdout).map(({ name }) => name);

    expect(names).toHaveLength(26);
    expect(names).toContain('Identifier.Lockout');
    expect(names).not.toContain('Message.RateLimited');
  });

  it('finds no field that the version does not have', async () => {
    const { code, stderr } = await runCli([
      ...['events', '--having', 'addedUserIds', '--logto', '1.39'],
    ]);

    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("No event of Logto 1.39 has a field 'addedUserIds'."),
    });
  });

  it('finds the events with a field', async () => {
    const text = await runCli(['events', '--having', 'data.isSuspended']);
    const json = await runCli(['events', '--having', 'isSuspended', '--json']);

    expect(text.stdout).toMatch(/^ {2}User\.Created +data\.isSuspended {2}boolean$/m);
    expect(text.stdout).not.toContain('Role.');
    expect(parseLines(json.stdout)).toContainEqual(
      expect.objectContaining({
        type: 'event',
        name: 'PostSignIn',
        fields: [expect.objectContaining({ path: 'user.isSuspended', optional: true })],
      }),
    );
  });
});

describe('events show', () => {
  it.each(eventNames)('describes %s within 80 columns, except for the example', async (name) => {
    const { code, stdout } = await runCli(['events', 'show', name]);
    const [about, example] = stdout.split(/^Example {2}.*\n/m);

    expect(code).toBe(0);
    expect(about).toMatch(/^Triggers\b[\s\S]*^Fields\b/m);
    expect(about?.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(JSON.parse(example ?? '')).toMatchObject({ event: name });
  });

  it('prints one object with --json', async () => {
    const { stdout } = await runCli(['events', 'show', 'User.Created', '--json']);

    expect(parseLines(stdout)).toEqual([
      expect.objectContaining({
        type: 'event',
        name: 'User.Created',
        triggers: expect.arrayContaining([expect.objectContaining({ route: 'POST /users' })]),
        fields: expect.arrayContaining([expect.objectContaining({ path: 'data.id' })]),
        example: { variant: expect.any(String), payload: expect.any(Object) },
      }),
    ]);
  });
});

describe('events show --logto', () => {
  it('names the first version of the event and of younger fields and triggers', async () => {
    const { stdout } = await runCli(['events', 'show', 'User.Created']);

    expect(stdout).toMatch(/^User\.Created {2}.*since 1\.17$/m);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/cimdClientId\? string .*?Since Logto 1\.43\./);
  });

  it('shows only what the version has', async () => {
    const args = ['events', 'show', 'User.Created', '--json', '--logto', '1.42'];
    const [event] = parseLines((await runCli(args)).stdout);

    expect(JSON.stringify(event)).not.toContain('cimd');
    expect(event).toMatchObject({ fields: expect.any(Array), example: expect.any(Object) });
  });
});

describe('events schema and types', () => {
  it('prints a JSON Schema that accepts real deliveries', async () => {
    const { stdout } = await runCli(['events', 'schema', 'User.Created']);
    const schema = fromJSONSchema(JSON.parse(stdout));

    expect(schema.safeParse(payloadOf('User.Created/post-users')).success).toBe(true);
    expect(schema.safeParse(payloadOf('Role.Created/post-roles')).success).toBe(false);
  });

  it('prints types', async () => {
    const { code, stdout } = await runCli(['events', 'types']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^\/\*\*[\s\S]*export type LogtoPayload = [\s\S]*;\n$/);
  });
});

describe('events and send with a Logto version', () => {
  /** Versions, each with its number of events and names that only later versions have. */
  const versions = [
    ['1.16', 3, ['Identifier.Lockout', 'cimdClientId']],
    ['1.39', 27, ['Message.RateLimited', 'addedUserIds', 'cimdClientId']],
    ['1.42', 29, ['TrustedDevice.Created', 'cimdClientId', 'isTrustedDeviceAllowed']],
  ] as const;

  it.each(versions)('agree about the events and fields of %s', async (version, count, later) => {
    const env = { LOGTO_VERSION: version };
    const [list, types, openApi, sent] = await Promise.all([
      runCli(['events', '--json'], { env }),
      runCli(['events', 'types', '--logto', version]),
      runCli(['events', 'openapi', '--logto', version]),
      runCli(['send', '--all', '--dry-run', '--json', '--signing-key', 'key'], { env }),
    ]);
    const names = parseLines(list.stdout).map(({ name }) => name);

    expect(names).toHaveLength(count);
    expect(types.stdout.match(/(?<=^ {2}'?)[A-Z][\w.]+(?='?: \w+Payload;$)/gm)).toEqual(names);
    expect(Object.keys(JSON.parse(openApi.stdout).webhooks)).toEqual(names);
    expect(parseLines(sent.stdout).map(({ event }) => event)).toEqual(names);
    for (const name of later) {
      for (const { stdout } of [types, openApi, sent]) expect(stdout).not.toContain(name);
    }
  });
});

describe('events with wrong arguments', () => {
  it.each([
    [
      ['events', 'show', 'User.Craeted'],
      /Unknown event 'User\.Craeted'\. Did you mean User\.Created\?/,
    ],
    [['events', 'schema', 'Role.Scope.Updated'], /use Role\.Scopes\.Updated/],
    [['events', 'schema', '__proto__'], /Unknown event/],
    [['events', 'show'], /missing required argument 'event'/],
    [['events', '--having', 'primaryEmial'], /Did you mean primaryEmail\?/],
    [['events', '--logto', 'latest'], /'latest' is not a Logto version.*Use 1\.5 or later/],
    [['events', '--logto', '1.4'], /Use 1\.5 or later/],
    [
      ['events', 'show', 'Message.RateLimited', '--logto', '1.40'],
      /Logto 1\.40 has no Message\.RateLimited\. Use --logto 1\.41 or later\./,
    ],
    [['events', 'schema', 'Grant.LimitExceeded', '--logto', '1.41'], /Use --logto 1\.42 or later/],
    [['events', 'User.Created'], /logto-hooks events show User\.Created/],
    [['events', 'shema'], /Did you mean schema\?/],
    [['events', '--wat'], /unknown option '--wat'/],
  ])('exits 2 with one line for %j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toMatch(message);
  });
});

it('events rejects a LOGTO_VERSION that is not a version', async () => {
  const { code, stderr } = await runCli(['events'], { env: { LOGTO_VERSION: 'new' } });

  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: LOGTO_VERSION: 'new' is not a Logto version.*\n$/);
});

it.each([[[]], [['list']], [['show']], [['schema']], [['types']], [['openapi']]])(
  'the help of events %j ends with examples',
  async (words) => {
    const { code, stdout } = await runCli(['events', ...words, '--help']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/\nExamples:\n(?: {2}logto-hooks events.*\n)+$/);
  },
);
