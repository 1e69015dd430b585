import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import { loadFixture } from '../../../src/core/fixtures/fixtures.ts';
import { loadScenario, type Scenario, scenarios } from '../../../src/core/logto/scenarios.ts';

/** Returns the users and organizations of all steps. */
function protagonistsOf(name: string): Record<'users' | 'organizations', Set<unknown>> {
  const users = new Set<unknown>();
  const organizations = new Set<unknown>();
  for (const { event, variant } of loadScenario(name).steps) {
    const { user, data, params, organizationId } = loadFixture(event, variant).payload;
    if (event.startsWith('User.')) users.add(Object(data).id ?? Object(params).userId);
    if (user) users.add(Object(user).id);
    if (organizationId) organizations.add(organizationId);
    if (/^Organization\.(Created|Data|Deleted)/.test(event)) {
      organizations.add(Object(data).id ?? Object(params).id);
    }
  }
  return { users, organizations };
}

describe.each<Scenario>(scenarios)('the scenario $name', ({ name, description, steps }) => {
  it('goes forward in time', () => {
    const times = steps.map(({ event, variant }) => loadFixture(event, variant).payload.createdAt);
    expect(times).toEqual([...times].sort());
  });

  it('is about one user and one organization at most', () => {
    const { users, organizations } = protagonistsOf(name);
    expect(users.size).toBeLessThanOrEqual(1);
    expect(organizations.size).toBeLessThanOrEqual(1);
  });

  it('is described in one sentence', () => {
    expect(description).toMatch(/^[A-Z][^.]+\.$/);
  });
});

it.each(['sign-up-with-organization', 'password-reset'])(
  'the events of %s come from one session',
  (name) => {
    const sessions = loadScenario(name).steps.map(
      ({ event, variant }) => loadFixture(event, variant).payload.sessionId,
    );
    expect(new Set(sessions).size).toBe(1);
    expect(sessions[0]).toBeTypeOf('string');
  },
);

describe('loadScenario', () => {
  it('refuses an unknown name with a remedy', () => {
    expect(() => loadScenario('sing-up')).toThrow(
      new UsageError("Unknown scenario 'sing-up'.", 'Did you mean sign-up?'),
    );
    expect(() => loadScenario('checkout-page')).toThrow(UsageError);
  });
});
