import { describe, expect, it } from 'vitest';
import { summarize } from '../../../../src/cli/output/delivery/summary.ts';
import { fixture } from '../../../../src/core/fixtures/fixtures.ts';
import { catalog, type Variant } from '../../../../src/core/logto/catalog.ts';
import { type EventName, eventNames } from '../../../../src/core/logto/events.ts';
import { realDeliveries } from '../../../helpers/deliveries.ts';

function summarizeFixture<Name extends EventName>(event: Name, variant?: Variant<Name>): string {
  return summarize(event, fixture(event, variant));
}

describe('a summary', () => {
  it.each([
    [summarizeFixture('PostRegister'), "Ada Lovelace (u3k9…) registered via SPA 'Shop'"],
    [summarizeFixture('PostSignIn'), "Ada Lovelace (u3k9…) signed in via SPA 'Shop'"],
    [
      summarizeFixture('PostSignInAdaptiveMfaTriggered'),
      'Ada Lovelace (u3k9…) needs a second factor: untrusted_ip',
    ],
    [
      summarizeFixture('User.Created', 'register'),
      'Ada Lovelace (u3k9…) was created by signing up',
    ],
    [summarizeFixture('User.Data.Updated', 'custom-data'), 'custom data of user u3k9… updated'],
    [summarizeFixture('User.SuspensionStatus.Updated'), 'Ada Lovelace (u3k9…) was suspended'],
    [summarizeFixture('TrustedDevice.Deleted'), 'a trusted device of user u3k9… was removed'],
    [summarizeFixture('Role.Created'), "role 'editor' created"],
    [summarizeFixture('Role.Deleted'), 'role e4d8… deleted'],
    [summarizeFixture('Role.Scopes.Updated'), "role e4d8… gained scope 'write:products'"],
    [summarizeFixture('Organization.Membership.Updated'), '2 users joined organization a7e2…'],
    [
      summarizeFixture('Organization.Membership.Updated', 'replace-applications'),
      'application b7d3… joined and application m2m9… left organization a7e2…',
    ],
    [
      summarizeFixture('OrganizationRole.Scopes.Updated', 'create-role'),
      'scopes of organization role o5a9… updated',
    ],
    [
      summarizeFixture('Identifier.Lockout'),
      'ada@example.com locked out after too many failed attempts',
    ],
    [
      summarizeFixture('Grant.LimitExceeded'),
      "user u3k9… has too many grants via SPA 'Shop': 1 revoked",
    ],
  ])('says: %s', (summary, expected) => {
    expect(summary).toBe(expected);
  });

  it.each([
    [{ username: 'ada', primaryEmail: 'ada@example.com' }, 'ada'],
    [{ name: '\u001b[2J', username: null, primaryEmail: 'ada@example.com' }, 'ada@example.com'],
    [{ primaryPhone: '12025550143' }, '12025550143'],
    [{ id: 'u3k9f2xq7b1m' }, 'user u3k9…'],
    [{}, 'a user'],
  ])('names the user %j as %s', (user, name) => {
    expect(summarize('PostSignIn', { user })).toBe(`${name} signed in`);
  });

  it('recognizes the test payloads of the Console', () => {
    const tests = realDeliveries.filter(({ trigger }) => trigger === 'test button');
    expect(tests).toHaveLength(eventNames.length);
    for (const { event, body } of tests) {
      expect(summarize(event, JSON.parse(body))).toMatch(/test payload|Fake User/);
    }
  });

  it('describes events that it does not know', () => {
    expect(summarize('Session.Created', {})).toBe(
      'an event unknown to this version: Session.Created',
    );
  });
});

const unsafe = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const poison = `\u001b]0;owned\u0007\u001b[2J\u202e\u2028\n\r\u009b31m\ud800${'Ada'.repeat(5000)}`;

function nested(depth: number): unknown {
  let value: unknown = {};
  for (let level = 0; level < depth; level++) value = { user: value, data: [value] };
  return value;
}

/** Returns the same structure with every leaf replaced. */
function withLeaves(value: unknown, leaf: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withLeaves(item, leaf));
  if (typeof value !== 'object' || value === null) return leaf;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withLeaves(item, leaf)]),
  );
}

const hostile = [undefined, null, 42, '', 'text', [], [[]], {}, poison, nested(20_000)];
const leaves = [null, -1.5, true, [], {}, '', poison, [poison], { name: poison, id: poison }];

describe.each(eventNames)('a summary of %s', (event) => {
  const real = realDeliveries
    .filter((delivery) => delivery.event === event)
    .map(({ body }) => JSON.parse(body));
  const fixtures = catalog[event].triggers.map(({ variant }) => fixture(event, variant));

  it('is a short plain sentence for any payload', () => {
    const twisted = [...real, ...fixtures].flatMap((payload) => [
      ...leaves.map((leaf) => withLeaves(payload, leaf)),
      ...Object.keys(payload).flatMap((key) =>
        [...hostile, ...leaves].map((value) => ({ ...payload, [key]: value })),
      ),
    ]);
    for (const payload of [...real, ...fixtures, ...hostile, ...twisted]) {
      const summary = summarize(event, payload);
      expect(summary).toMatch(/^\S.{4,}$/u);
      expect([...summary].length).toBeLessThanOrEqual(90);
      expect(summary).not.toMatch(unsafe);
      expect(summary).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });
});

it('a summary of a hostile event name is safe to print', () => {
  for (const event of [poison, '__proto__', 'constructor', '']) {
    expect(summarize(event, {})).not.toMatch(unsafe);
  }
});
