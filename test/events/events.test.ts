import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fromJSONSchema } from 'zod';
import { eventNames } from '../../src/core/logto/events.ts';
import { parseLines, runCli } from '../helpers/cli.ts';
import { payloadOf } from '../helpers/payloads.ts';

describe('events', () => {
  it('lists every event once, within 80 columns and without trailing blanks', async () => {
    const { code, stdout, stderr } = await runCli(['events']);
    const lines = stdout.split('\n');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of eventNames) {
      expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
    }
    expect(lines.filter((line) => line.length > 80 || line !== line.trimEnd())).toEqual([]);
  });

  it('says the same in colour as without', async () => {
    const plain = await runCli(['events']);
    const coloured = await runCli(['events'], { env: { FORCE_COLOR: '1' } });

    expect(coloured.stdout).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured.stdout)).toBe(plain.stdout);
  });

  it('lists as NDJSON', async () => {
    const { stdout } = await runCli(['events', 'list', '--json']);
    const lines = parseLines(stdout);

    expect(lines.map(({ type, name }) => [type, name])).toEqual(
      eventNames.map((name) => ['event', name]),
    );
    expect(lines[0]).toMatchObject({ category: 'interaction', meaning: expect.any(String) });
  });

  it('finds the events that carry a field', async () => {
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
  it.each(eventNames)('tells of %s, within 80 columns but for the example', async (name) => {
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

describe('events schema and types', () => {
  it('prints a JSON Schema that holds for real deliveries', async () => {
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

describe('wrong usage', () => {
  it.each([
    [
      ['events', 'show', 'User.Craeted'],
      /Unknown event 'User\.Craeted'\. Did you mean User\.Created\?/,
    ],
    [['events', 'schema', 'Role.Scope.Updated'], /it is Role\.Scopes\.Updated/],
    [['events', 'schema', '__proto__'], /Unknown event/],
    [['events', 'show'], /missing required argument 'event'/],
    [['events', '--having', 'primaryEmial'], /Did you mean primaryEmail\?/],
    [['events', 'User.Created'], /logto-hooks events show User\.Created/],
    [['events', 'shema'], /Did you mean schema\?/],
    [['events', '--wat'], /unknown option '--wat'/],
  ])('%j is exit 2, one line', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toMatch(message);
  });
});

it.each([[[]], [['list']], [['show']], [['schema']], [['types']]])(
  'help of events %j ends with examples',
  async (words) => {
    const { code, stdout } = await runCli(['events', ...words, '--help']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/\nExamples:\n(?: {2}logto-hooks events.*\n)+$/);
  },
);
