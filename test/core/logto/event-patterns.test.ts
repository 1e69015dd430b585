import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import { parseEventPatterns, selectEvents } from '../../../src/core/logto/event-patterns.ts';
import { eventNames } from '../../../src/core/logto/events.ts';
import { eventsOfVersion } from '../../../src/core/logto/versions.ts';

describe('parseEventPatterns', () => {
  it.each([
    ['PostSignIn', ['PostSignIn']],
    [' User.Deleted , User.Created,', ['User.Created', 'User.Deleted']],
    [
      ['User.Created', 'Scope.Deleted,User.Created'],
      ['User.Created', 'Scope.Deleted'],
    ],
    ['Trusted*', ['TrustedDevice.Created', 'TrustedDevice.Deleted']],
    [
      'Organization*.Created',
      ['Organization.Created', 'OrganizationRole.Created', 'OrganizationScope.Created'],
    ],
    [
      'User.*,User.Created',
      ['User.Created', 'User.Deleted', 'User.Data.Updated', 'User.SuspensionStatus.Updated'],
    ],
    ['*.Scopes.*', ['Role.Scopes.Updated', 'OrganizationRole.Scopes.Updated']],
  ])('reads %j', (text, events) => {
    expect(parseEventPatterns(text)).toEqual(events);
  });

  it.each(['*', '**', 'Post*,*'])('reads %s as all events', (text) => {
    const all = parseEventPatterns(text);
    expect(all).toEqual([...eventNames]);
  });

  it.each([
    ['User.Creatd', "Unknown event 'User.Creatd'. Did you mean User.Created?"],
    ['User.Crteaed', "Unknown event 'User.Crteaed'. Did you mean User.Created?"],
    ['postsignin', "Unknown event 'postsignin'. Did you mean PostSignIn?"],
    ['user.*', "No event matches 'user.*'. Did you mean User.*?"],
    ['organization*.CREATED', 'Did you mean Organization*.Created?'],
    ['Usr.*', "No event matches 'Usr.*'. Did you mean User.*?"],
    ['Role.Scope.Updated', "Logto's documentation misnames it: use Role.Scopes.Updated."],
    ['OrganizationRole.Scope.Updated', 'use OrganizationRole.Scopes.Updated.'],
    ['invoice.paid', "Unknown event 'invoice.paid'. Run 'logto-hooks events' for a list."],
    ['constructor', "Unknown event 'constructor'."],
    ['User?Created', "Unknown event 'User?Created'. Did you mean User.Created?"],
    ['PostSignIn,(', "Unknown event '('."],
    [' , ', 'No event given.'],
    [[], 'No event given.'],
  ])('refuses %j with a remedy', (text, complaint) => {
    expect.assertions(1);
    try {
      parseEventPatterns(text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      expect(`${error.message} ${error.remedy}`).toContain(complaint);
    }
  });
});

describe('selectEvents', () => {
  const devFeatures = ['TrustedDevice.Created', 'TrustedDevice.Deleted'];

  it.each([['*'], ['*.Created,*.Deleted,*']])(
    'leaves dev features out of %j and names them',
    (text) => {
      const selected = selectEvents(text);
      expect(selected.events).not.toEqual(expect.arrayContaining(['TrustedDevice.Deleted']));
      expect(selected.devFeatures).toContain('TrustedDevice.Deleted');
    },
  );

  it.each([[devFeatures.join()], ['TrustedDevice.*'], ['*,TrustedDevice.*']])(
    'selects dev features that %j names',
    (text) => {
      const selected = selectEvents(text);
      expect(selected.events).toEqual(expect.arrayContaining(devFeatures));
      expect(selected.devFeatures).toEqual([]);
    },
  );

  it('selects only events of the version', () => {
    expect(selectEvents('*', '1.36')).toEqual({ events: eventsOfVersion('1.36'), devFeatures: [] });
    expect(selectEvents('Post*', '1.36').events).toEqual([
      ...['PostRegister', 'PostSignIn', 'PostResetPassword'],
    ]);
  });

  it.each([
    ['Message.RateLimited', '1.40', 'Logto 1.40 has no Message.RateLimited. Use --logto 1.41'],
    ['User.Created,Grant.*', '1.40', 'Logto 1.40 has no Grant.LimitExceeded. Use --logto 1.42'],
    ['User.*', '1.16', "Logto 1.16 has no event that matches 'User.*'. Use --logto 1.17"],
    ['TrustedDevice.*', '1.42', "no event that matches 'TrustedDevice.*'. Use --logto 1.43"],
    ['User.Creatd', '1.42', 'Did you mean User.Created?'],
  ] as const)('rejects %j of %s', (text, version, complaint) => {
    const failure = (() => {
      try {
        return selectEvents(text, version);
      } catch (error) {
        return error;
      }
    })();
    if (!(failure instanceof UsageError)) throw failure;
    expect(`${failure.message} ${failure.remedy}`).toContain(complaint);
  });
});
