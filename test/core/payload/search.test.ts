import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import { eventsHaving } from '../../../src/core/payload/search.ts';

describe('eventsHaving', () => {
  it('finds a field by its whole path', () => {
    expect(eventsHaving('data.primaryEmail').map(({ name }) => name)).toEqual([
      'User.Created',
      'User.Deleted',
      'User.Data.Updated',
      'User.SuspensionStatus.Updated',
    ]);
  });

  it('finds a field by the end of its path, at any depth', () => {
    const found = eventsHaving('primaryEmail').map(({ name, fields }) => [
      name,
      fields.map(({ path, optional }) => [path, optional]),
    ]);

    expect(found).toContainEqual(['PostSignIn', [['user.primaryEmail', true]]]);
    expect(found).toContainEqual(['User.Created', [['data.primaryEmail', false]]]);
    expect(found).toHaveLength(8);
  });

  it.each(['data.resourceId', 'data[].resourceId', 'data[0].resourceId'])(
    'searches arrays: %s',
    (path) => {
      expect(eventsHaving(path)).toContainEqual({
        name: 'Role.Scopes.Updated',
        fields: [expect.objectContaining({ path: 'data[].resourceId', optional: true })],
      });
    },
  );

  it('matches whole names only', () => {
    expect(eventsHaving('userId').flatMap(({ fields }) => fields.map(({ path }) => path))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/[a-z]UserId$/)]),
    );
  });

  it.each([
    ['primaryEmial', 'Did you mean primaryEmail?'],
    ['data.primarymail', 'Did you mean data.primaryEmail?'],
    ['', "Run 'logto-hooks events show <event>' for its fields."],
    ['qqqqqqqqqqqqqq', "Run 'logto-hooks events show <event>' for its fields."],
  ])('refuses %j', (path, remedy) => {
    expect(() => eventsHaving(path)).toThrow(
      expect.objectContaining({ name: UsageError.name, remedy }),
    );
  });
});
