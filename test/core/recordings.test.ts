import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureVariants, loadFixture } from '../../src/core/fixtures.ts';
import { Recordings } from '../../src/core/recordings.ts';
import { temporaryDirectory } from '../helpers/cli.ts';
import { realDeliveries } from '../helpers/deliveries.ts';

function save(directory: string, text: string): Promise<string | undefined> {
  return new Recordings(directory).save(text, JSON.parse(text));
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(directory, file)).isFile())
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort();
}

describe('a recording', () => {
  it('is laid out as the built-in fixtures are', async () => {
    const directory = temporaryDirectory();
    const { payload, text } = loadFixture('User.Created', 'register');
    const file = await save(directory, JSON.stringify(payload));
    expect(file).toBe(path.join(directory, 'User.Created/register.json'));
    expect(readFileSync(file ?? '', 'utf8')).toBe(text);
  });

  it('keeps the order of keys and the text of numbers', async () => {
    const directory = temporaryDirectory();
    await save(directory, '{"event":"PostSignIn","z":1.0,"2":9223372036854775807,"1":"\\u0041"}');
    expect(readFileSync(path.join(directory, 'PostSignIn/demo-app.json'), 'utf8')).toBe(
      '{\n  "event": "PostSignIn",\n  "z": 1.0,\n  "2": 9223372036854775807,\n  "1": "\\u0041"\n}\n',
    );
  });

  it.each(realDeliveries)('of $name is read back as it was', async ({ event, body }) => {
    const directory = temporaryDirectory();
    await save(directory, body);
    const [variant] = fixtureVariants(event, [directory]);
    expect(loadFixture(event, variant, [directory]).payload).toEqual(JSON.parse(body));
  });
});

describe('recordings of one variant', () => {
  const user = (name: string, createdAt: string) =>
    JSON.stringify({ event: 'User.Created', createdAt, interactionEvent: 'Register', name });

  it('are numbered where they differ, and saved once where only createdAt does', async () => {
    const directory = temporaryDirectory();
    const recordings = new Recordings(directory);
    const saved = [];
    for (const text of [
      user('a', '1'),
      user('a', '2'),
      user('b', '3'),
      user('c', '4'),
      user('b', '5'),
    ]) {
      saved.push(await recordings.save(text, JSON.parse(text)));
    }
    const name = (file: string | undefined) => file && path.basename(file);
    expect(saved.map(name)).toEqual([
      ...['register.json', undefined, 'register-2.json', 'register-3.json', undefined],
    ]);
    // As another run, and another process, finds them.
    expect(await save(directory, user('b', '6'))).toBeUndefined();
    expect(name(await save(directory, user('d', '7')))).toBe('register-4.json');
    expect(fixtureVariants('User.Created', [directory]).slice(0, 4)).toEqual([
      ...['register', 'register-2', 'register-3', 'register-4'],
    ]);
  });

  it('do not overwrite each other when two write at once', async () => {
    const directory = temporaryDirectory();
    const writers = Array.from({ length: 4 }, () => new Recordings(directory));
    await Promise.all(
      writers.flatMap((recordings, writer) =>
        Array.from({ length: 25 }, (_, index) => {
          const text = user(`${writer}-${index}`, '');
          return recordings.save(text, JSON.parse(text));
        }),
      ),
    );
    const files = filesIn(directory);
    expect(files).toHaveLength(100);
    const names = files.map(
      (file) => JSON.parse(readFileSync(path.join(directory, file), 'utf8')).name,
    );
    expect(new Set(names).size).toBe(100);
  });

  it('live beside what else is in the directory', async () => {
    const directory = temporaryDirectory();
    mkdirSync(path.join(directory, 'User.Created'));
    writeFileSync(path.join(directory, 'User.Created/register.json'), 'a {"draft":');
    await save(directory, user('a', '1'));
    expect(filesIn(directory)).toEqual([
      'User.Created/register-2.json',
      'User.Created/register.json',
    ]);
  });
});

describe('hostile names', () => {
  it.each([
    '../../escaped',
    '/etc/passwd',
    '..',
    '.',
    '',
    '.hidden',
    'a/b',
    'a\\b',
    'C:evil',
    'nul',
    'COM1.txt',
    'trailing.',
    'new\nline',
    'zero\0byte',
    '__proto__',
    '\u202egnp.exe',
    'é'.repeat(500),
    'x'.repeat(5000),
  ])('stay in the directory, one below it: %j', async (event) => {
    const parent = temporaryDirectory();
    const directory = path.join(parent, 'fixtures');
    await save(directory, JSON.stringify({ event, interactionEvent: '../../up' }));
    const files = filesIn(parent);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/^fixtures\/[A-Za-z][\w.-]{0,98}\w\/up\.json$/);
    expect(files[0]).not.toMatch(/\/(nul|com1)\b/i);
  });

  it('of two events do not meet', async () => {
    const directory = temporaryDirectory();
    await save(directory, '{"event":"a/b"}');
    await save(directory, '{"event":"a?b"}');
    expect(filesIn(directory)).toHaveLength(2);
  });

  it('and none at all', async () => {
    const directory = temporaryDirectory();
    await save(directory, '{"event":{"toString":1}}');
    expect(filesIn(directory)).toEqual(['no-event/recorded.json']);
  });
});
