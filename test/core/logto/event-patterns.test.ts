import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import { parseEventPatterns } from '../../../src/core/logto/event-patterns.ts';
import { eventNames } from '../../../src/core/logto/events.ts';

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

  it.each(['*', '**', 'Post*,*'])('takes %s for all events', (text) => {
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
    ['Role.Scope.Updated', "Logto's documentation misnames it: it is Role.Scopes.Updated."],
    ['OrganizationRole.Scope.Updated', 'it is OrganizationRole.Scopes.Updated.'],
    ['invoice.paid', "Unknown event 'invoice.paid'. 'logto-hooks events' lists them."],
    ['constructor', "Unknown event 'constructor'."],
    ['User?Created', "Unknown event 'User?Created'. Did you mean User.Created?"],
    ['PostSignIn,(', "Unknown event '('."],
    [' , ', 'No event is named.'],
    [[], 'No event is named.'],
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
