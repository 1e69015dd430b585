import { UsageError } from '../errors.ts';
import { suggest } from '../suggest.ts';
import type { Variant } from './catalog.ts';
import type { EventName } from './events.ts';

/** One event of a scenario and the variant of its payload. */
type ScenarioStep = {
  [Name in EventName]: { readonly event: Name; readonly variant: Variant<Name> };
}[EventName];

/** The events that a tenant sends for one sequence of actions, in the order of their `createdAt`. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly steps: readonly ScenarioStep[];
}

/**
 * The scenarios of a tenant. IDs are the same in all steps, since all fixtures share them. Logto sends the
 * events of one request together; here, the creation of an entity comes first.
 */
export const scenarios = [
  {
    name: 'sign-up',
    description: 'Someone signs up in an application.',
    steps: [
      { event: 'User.Created', variant: 'register' },
      { event: 'PostRegister', variant: 'register' },
    ],
  },
  {
    name: 'sign-up-with-organization',
    description: 'Someone signs up, and just-in-time provisioning adds them to an organization.',
    steps: [
      { event: 'User.Created', variant: 'register' },
      { event: 'Organization.Membership.Updated', variant: 'register' },
      { event: 'PostRegister', variant: 'register' },
    ],
  },
  {
    name: 'sign-in',
    description: 'A user signs in to an application.',
    steps: [{ event: 'PostSignIn', variant: 'sign-in' }],
  },
  {
    name: 'password-reset',
    description: 'A user resets a forgotten password.',
    steps: [
      { event: 'User.Data.Updated', variant: 'reset-password' },
      { event: 'PostResetPassword', variant: 'reset-password' },
    ],
  },
  {
    name: 'user-suspended',
    description: 'A user signs in, and the Management API suspends the user later.',
    steps: [
      { event: 'PostSignIn', variant: 'sign-in' },
      { event: 'User.SuspensionStatus.Updated', variant: 'management-api' },
    ],
  },
  {
    name: 'user-deleted',
    description: 'The Management API creates a user and deletes it later.',
    steps: [
      { event: 'User.Created', variant: 'management-api' },
      { event: 'User.Deleted', variant: 'management-api' },
    ],
  },
  {
    name: 'organization-lifecycle',
    description: 'An organization is created and changed, users join and leave, it is deleted.',
    steps: [
      { event: 'Organization.Created', variant: 'management-api' },
      { event: 'Organization.Data.Updated', variant: 'management-api' },
      { event: 'Organization.Membership.Updated', variant: 'add-users' },
      { event: 'Organization.Membership.Updated', variant: 'remove-user' },
      { event: 'Organization.Deleted', variant: 'management-api' },
    ],
  },
  {
    name: 'role-lifecycle',
    description: 'A role is created with a scope and changed, loses the scope and is deleted.',
    steps: [
      { event: 'Scope.Created', variant: 'management-api' },
      { event: 'Role.Created', variant: 'management-api' },
      { event: 'Role.Scopes.Updated', variant: 'create-role' },
      { event: 'Role.Data.Updated', variant: 'management-api' },
      { event: 'Role.Scopes.Updated', variant: 'remove-scope' },
      { event: 'Role.Deleted', variant: 'management-api' },
      { event: 'Scope.Deleted', variant: 'management-api' },
    ],
  },
  {
    name: 'lockout',
    description: 'Too many sign-in attempts fail, and the identifier is locked out.',
    steps: [{ event: 'Identifier.Lockout', variant: 'sign-in' }],
  },
] as const satisfies readonly Scenario[];

/**
 * Returns the scenario with a name.
 * @throws UsageError if it does not exist
 */
export function loadScenario(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found) return found;
  const guess = suggest(name, scenarioNames);
  throw new UsageError(
    `Unknown scenario '${name}'.`,
    guess ? `Did you mean ${guess}?` : `Use one of: ${scenarioNames.join(', ')}.`,
  );
}

export const scenarioNames = scenarios.map(({ name }) => name);
