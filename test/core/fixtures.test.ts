import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { fixture, fixtureVariants, loadFixture } from '../../src/core/fixtures.ts';
import { temporaryDirectory } from '../helpers/cli.ts';

/** A directory of fixtures, from `<Event>/<variant>` to the text of the file. */
function directoryOf(files: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(directory, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(directory, `${name}.json`), text);
  }
  return directory;
}

function complaintOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return `${error.message} ${error.remedy}`;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a built-in fixture', () => {
  it('is the default of its event, or the variant asked for', () => {
    expect(loadFixture('User.Created').variant).toBe('management-api');
    expect(loadFixture('User.Created', 'register').payload).toMatchObject({
      interactionEvent: 'Register',
    });
  });

  it('is the caller’s to change', () => {
    fixture('PostSignIn').userId = 'changed';
    expect(fixture('PostSignIn').userId).not.toBe('changed');
  });

  it('that does not exist is refused with what there is', () => {
    expect(complaintOf(() => loadFixture('User.Created', 'registr'))).toBe(
      "User.Created has no variant 'registr'. Did you mean register? It has management-api, register.",
    );
    expect(complaintOf(() => loadFixture('User.Creatd'))).toBe(
      "Unknown event 'User.Creatd'. Did you mean User.Created?",
    );
  });
});

describe('a fixture of the user', () => {
  it('wins over the built-in of the same variant', () => {
    const directory = directoryOf({ 'User.Created/register': '{"mine":true}' });
    expect(loadFixture('User.Created', 'register', [directory]).payload).toEqual({ mine: true });
  });

  it('comes before the built-in ones, in the order of the catalogue and then by name', () => {
    const directory = directoryOf({
      'User.Created/zoe': '{}',
      'User.Created/ben': '{}',
      'User.Created/register': '{}',
    });
    expect(fixtureVariants('User.Created', [directory])).toEqual([
      'register',
      'ben',
      'zoe',
      'management-api',
    ]);
    expect(fixtureVariants('User.Deleted', [directory])).toEqual(['management-api']);
  });

  it('of the first directory wins', () => {
    const first = directoryOf({ 'PostSignIn/sign-in': '{"from":1}' });
    const second = directoryOf({ 'PostSignIn/sign-in': '{"from":2}' });
    expect(loadFixture('PostSignIn', 'sign-in', [first, second]).payload).toEqual({ from: 1 });
  });

  it('may be of an event that Logto does not have yet', () => {
    const directory = directoryOf({ 'Session.Created/recorded': '{"event":"Session.Created"}' });
    expect(loadFixture('Session.Created', undefined, [directory])).toEqual({
      event: 'Session.Created',
      variant: 'recorded',
      payload: { event: 'Session.Created' },
      text: '{"event":"Session.Created"}',
    });
  });

  it.each([
    ['is no JSON', '{"event":'],
    ['is no object', '["event"]'],
  ])('that %s is refused by name', (_, text) => {
    const directory = directoryOf({ 'PostSignIn/broken': text });
    expect(complaintOf(() => loadFixture('PostSignIn', 'broken', [directory]))).toContain(
      path.join(directory, 'PostSignIn/broken.json'),
    );
  });

  it('is never looked for outside its directory', () => {
    const directory = directoryOf({ 'inside/PostSignIn/sign-in': '{}', secret: '{}' });
    const inside = path.join(directory, 'inside');
    for (const event of ['..', '../inside', '.', '']) {
      expect(() => loadFixture(event, 'secret', [inside])).toThrow(UsageError);
    }
    expect(() => loadFixture('PostSignIn', '../../secret', [inside])).toThrow(UsageError);
  });

  it('that does not exist is refused with some of what there is', () => {
    const names = Array.from({ length: 100 }, (_, i) => `PostSignIn/v${i + 100}`);
    const directory = directoryOf(Object.fromEntries(names.map((name) => [name, '{}'])));
    expect(complaintOf(() => loadFixture('PostSignIn', 'v1', [directory]))).toMatch(
      /It has v100, (v1\d\d, ){18}v119 and 8\d more\.$/,
    );
  });

  it('in a directory that does not exist is refused', () => {
    const missing = path.join(temporaryDirectory(), 'missing');
    for (const variant of [undefined, 'sign-in']) {
      expect(complaintOf(() => loadFixture('PostSignIn', variant, [missing]))).toContain(missing);
    }
  });
});
