import { UsageError } from '../errors.ts';
import { suggest } from '../suggest.ts';
import type { Variant } from './catalog.ts';
import type { EventName } from './events.ts';

/** One event of a scenario, and which fixture stands for it. */
type ScenarioStep = {
  [Name in EventName]: { readonly event: Name; readonly variant: Variant<Name> };
}[EventName];

/** Events that a tenant sends for one story, in the order of their createdAt. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly steps: readonly ScenarioStep[];
}

/**
 * Stories of a real tenant. Ids are the same in all steps, since all fixtures share one cast.
 * Events of one request leave Logto together; here, what is created comes before what follows from it.
 */
export const scenarios = [
  {
    name: 'sign-up',
    description: 'Someone signs up in the demo app.',
    steps: [
      { event: 'User.Created', variant: 'register' },
      { event: 'PostRegister', variant: 'demo-app' },
    ],
  },
  {
    name: 'sign-up-with-organization',
    description: 'Someone signs up, and just-in-time provisioning adds them to an organization.',
    steps: [
      { event: 'User.Created', variant: 'register' },
      { event: 'Organization.Membership.Updated', variant: 'register' },
      { event: 'PostRegister', variant: 'demo-app' },
    ],
  },
  {
    name: 'sign-in',
    description: 'A user signs in to an application.',
    steps: [{ event: 'PostSignIn', variant: 'sign-in' }],
  },
  {
    name: 'password-reset',
    description: 'A user who forgot the password sets a new one.',
    steps: [
      { event: 'User.Data.Updated', variant: 'reset-password' },
      { event: 'PostResetPassword', variant: 'reset-password' },
    ],
  },
  {
    name: 'user-suspended',
    description: 'A user signs in, and is suspended by the Management API later.',
    steps: [
      { event: 'PostSignIn', variant: 'sign-in' },
      { event: 'User.SuspensionStatus.Updated', variant: 'management-api' },
    ],
  },
  {
    name: 'user-deleted',
    description: 'The Management API creates a user, and deletes it later.',
    steps: [
      { event: 'User.Created', variant: 'management-api' },
      { event: 'User.Deleted', variant: 'management-api' },
    ],
  },
  {
    name: 'organization-lifecycle',
    description: 'An organization is created, changed, joined, left and deleted.',
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
    description: 'A role is created with a scope, changed, parted from the scope and deleted.',
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
    description: 'Someone fails to sign in too often, and the identifier is locked out.',
    steps: [{ event: 'Identifier.Lockout', variant: 'sign-in' }],
  },
] as const satisfies readonly Scenario[];

/**
 * The scenario of that name.
 * @throws UsageError where there is none
 */
export function loadScenario(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found) return found;
  const guess = suggest(name, scenarioNames);
  throw new UsageError(
    `Unknown scenario '${name}'.`,
    guess ? `Did you mean ${guess}?` : `There are ${scenarioNames.join(', ')}.`,
  );
}

export const scenarioNames = scenarios.map(({ name }) => name);
