import { describe, expect, it } from 'vitest';
import { eventNames } from '../../src/core/events.ts';
import { fixtureVariants, loadFixture } from '../../src/core/fixtures.ts';
import { variantOf } from '../../src/core/payload-variant.ts';
import { realDeliveries } from '../helpers/deliveries.ts';
import { isConsoleTest, payloadOf } from '../helpers/payloads.ts';

const builtIn = eventNames.flatMap((event) =>
  fixtureVariants(event).map((variant) => ({ event, variant })),
);

it.each(builtIn)('finds the trigger of $event $variant', ({ event, variant }) => {
  expect(variantOf(loadFixture(event, variant).payload)).toBe(variant);
});

describe('captured deliveries', () => {
  it.each(realDeliveries)('$name have a trigger of the catalogue', (delivery) => {
    const variant = variantOf(JSON.parse(delivery.body));
    if (isConsoleTest(delivery)) expect(variant).toBe('console-test');
    else expect(fixtureVariants(delivery.event)).toContain(variant);
  });
});

it.each([
  [
    { event: 'User.Data.Updated', method: 'PUT', matchedRoute: '/users/:userId/roles' },
    'put-users-user-id-roles',
  ],
  [{ event: 'Session.Ended', interactionEvent: 'SignOut' }, 'sign-out'],
  [{ event: 'Session.Ended', interactionEvent: '../../../etc/passwd' }, 'etc-passwd'],
  [{ event: 'User.Data.Updated' }, 'recorded'],
  [{ event: 'Session.Ended', method: '//', matchedRoute: '..' }, 'recorded'],
  [{}, 'recorded'],
])('names what the catalogue does not: %j', (payload, name) => {
  expect(variantOf(payload)).toBe(name);
});

it('tells a replacement of members that changed something from one that did not', () => {
  const name = 'Organization.Membership.Updated/put-organizations-id-users';
  expect(variantOf(payloadOf(name))).toBe('replace-users-unchanged');
  expect(variantOf({ ...payloadOf(name), addedUserIds: ['u3k9f2xq7b1m'] })).toBe(
    'put-organizations-id-users',
  );
});
