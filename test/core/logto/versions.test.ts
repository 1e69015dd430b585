import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import { loadFixture } from '../../../src/core/fixtures/fixtures.ts';
import { eventNames } from '../../../src/core/logto/events.ts';
import {
  eventsOfVersion,
  fieldsAfterVersion,
  parseLogtoVersion,
  retriesOfVersion,
} from '../../../src/core/logto/versions.ts';
import { payloadFields } from '../../../src/core/payload/fields.ts';
import { payloadForVersion } from '../../../src/core/payload/for-version.ts';

describe('parseLogtoVersion', () => {
  it.each([
    ['1.36', '1.36'],
    ['v1.36.0', '1.36'],
    ['1.43.1-rc.2', '1.43'],
    [' 1.5 ', '1.5'],
    ['2.0', '2.0'],
  ])('reads %j', (text, version) => {
    expect(parseLogtoVersion(text)).toBe(version);
  });

  it.each(['', '1', 'latest', '1.x', '-1.36', '1.4', '0.9', '1.36 1.37'])('rejects %j', (text) => {
    expect(() => parseLogtoVersion(text)).toThrow(UsageError);
    expect(() => parseLogtoVersion(text)).toThrow(`'${text}' is not a Logto version`);
  });
});

describe('the events of a version', () => {
  it.each([
    ['1.16', 3, 'PostResetPassword', 'User.Created'],
    ['1.17', 25, 'User.Created', 'Identifier.Lockout'],
    ['1.33', 25, 'User.Created', 'Identifier.Lockout'],
    ['1.34', 26, 'Identifier.Lockout', 'PostSignInAdaptiveMfaTriggered'],
    ['1.37', 27, 'PostSignInAdaptiveMfaTriggered', 'Message.RateLimited'],
    ['1.41', 28, 'Message.RateLimited', 'Grant.LimitExceeded'],
    ['1.42', 29, 'Grant.LimitExceeded', 'TrustedDevice.Created'],
    ['1.43', 29, 'Grant.LimitExceeded', 'TrustedDevice.Created'],
    ['1.50', 29, 'Grant.LimitExceeded', 'TrustedDevice.Created'],
  ] as const)(
    'are, for %s, %i events with %s and without %s',
    (version, count, present, absent) => {
      const events = eventsOfVersion(version);
      expect(events).toHaveLength(count);
      expect(events).toContain(present);
      expect(events).not.toContain(absent);
    },
  );

  it('include events behind the dev-features flag only on request', () => {
    expect(eventsOfVersion('1.43', { devFeatures: true })).toEqual([...eventNames]);
    expect(eventsOfVersion('1.42', { devFeatures: true })).toHaveLength(29);
    expect(eventsOfVersion()).toEqual(eventsOfVersion('1.43'));
  });
});

it('Logto retries since 1.43', () => {
  expect(
    ['1.36', '1.42', '1.43', '1.44'].map((version) => retriesOfVersion(parseLogtoVersion(version))),
  ).toEqual([0, 0, 3, 3]);
});

describe('the fields of a version', () => {
  it.each(eventNames)('are, for %s, all in the newest version', (event) => {
    const paths = payloadFields(event).map(({ path }) => path);
    const young = fieldsAfterVersion(event, '1.5').filter((path) => path !== 'cimdClientId');
    expect(paths).toEqual(expect.arrayContaining(young));
  });

  it.each([
    ['Organization.Membership.Updated', '1.39', ['addedUserIds', 'removedApplicationIds'], '1.40'],
    ['PostSignIn', '1.42', ['cimdClientId', 'user.cimdClientId'], '1.43'],
    ['User.Created', '1.42', ['cimdClientId', 'data.cimdClientId'], '1.43'],
    ['Organization.Created', '1.31', ['data.color', 'data.customCss'], '1.32'],
    ['Organization.Created', '1.42', ['data.isTrustedDeviceAllowed'], '1.43'],
    ['User.Deleted', '1.17', ['data', 'data.id'], '1.18'],
  ] as const)(
    'do not include, for %s in %s, the fields %j of %s',
    (event, version, young, since) => {
      const before = payloadFields(event, version).map(({ path }) => path);
      const after = payloadFields(event, since).map(({ path }) => path);
      for (const path of young) {
        expect(before).not.toContain(path);
        expect(after).toContain(path);
      }
    },
  );

  it('leave the newest schema as it is', () => {
    const before = JSON.stringify(payloadFields('User.Created'));
    payloadFields('User.Created', '1.17');
    expect(JSON.stringify(payloadFields('User.Created'))).toBe(before);
  });
});

describe('payloadForVersion', () => {
  it('removes the fields that are younger than the version', () => {
    const { payload } = loadFixture('Organization.Membership.Updated', 'add-users');
    expect(payloadForVersion(payload, '1.39')).not.toHaveProperty('addedUserIds');
    expect(payload).toHaveProperty('addedUserIds');
    expect(payloadForVersion(payload, '1.40')).toBe(payload);
  });

  it('keeps the order of the other keys', () => {
    const { payload } = loadFixture('User.Created');
    const { data } = payloadForVersion(payload, '1.42');
    const keys = Object.keys(Object(payload.data)).filter((key) => key !== 'cimdClientId');
    expect(Object.keys(Object(data))).toEqual(keys);
  });

  it("keeps the tenant's own keys of the same name", () => {
    const payload = {
      ...{ event: 'User.Data.Updated', matchedRoute: '/users/:userId/custom-data' },
      data: { cimdClientId: 'mine' },
    };
    expect(payloadForVersion(payload, '1.36')).toBe(payload);
  });
});
