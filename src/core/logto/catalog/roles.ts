import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

/** Changes of roles, and of the scopes (permissions) of API resources. */
export const roleEvents = {
  'Role.Created': {
    category: 'data',
    entity: 'Role',
    level: 'account',
    meaning: 'There is a new role.',
    fires: 'When the Management API creates a role.',
    triggers: [{ variant: 'management-api', route: 'POST /roles' }],
    devFeature: false,
  },
  'Role.Deleted': {
    category: 'data',
    entity: 'Role',
    level: 'account',
    meaning: 'A role is gone.',
    fires: 'When the Management API deletes a role.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /roles/:id',
        note: "There is no data key, where the docs say null; the role's id is in params.id.",
      },
    ],
    devFeature: false,
  },
  'Role.Data.Updated': {
    category: 'data',
    entity: 'Role',
    level: 'account',
    meaning: "A role's name, description or default status has changed.",
    fires: 'When the Management API changes a role.',
    triggers: [{ variant: 'management-api', route: 'PATCH /roles/:id' }],
    devFeature: false,
  },
  'Role.Scopes.Updated': {
    category: 'data',
    entity: 'Role',
    level: 'account',
    meaning:
      "A role has gained or lost scopes; Logto's docs misname this event Role.Scope.Updated.",
    fires:
      'When the Management API gives a role scopes, takes one away, or creates a role with scopes.',
    triggers: [
      {
        variant: 'add-scopes',
        route: 'POST /roles/:id/scopes',
        note: "data lists the scopes that were added; the role's id is in params.id.",
      },
      {
        variant: 'remove-scope',
        route: 'DELETE /roles/:id/scopes/:scopeId',
        note: 'There is no data key; the ids are in params.id and params.scopeId.',
      },
      {
        variant: 'create-role',
        route: 'POST /roles',
        note: "The role's id is in roleId, for this trigger alone; Role.Created is sent too.",
      },
    ],
    devFeature: false,
  },
  'Scope.Created': {
    category: 'data',
    entity: 'Scope',
    level: 'account',
    meaning: 'An API resource has a new scope.',
    fires: 'When the Management API creates a scope.',
    triggers: [{ variant: 'management-api', route: 'POST /resources/:resourceId/scopes' }],
    devFeature: false,
  },
  'Scope.Deleted': {
    category: 'data',
    entity: 'Scope',
    level: 'account',
    meaning: 'A scope of an API resource is gone.',
    fires: 'When the Management API deletes a scope.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /resources/:resourceId/scopes/:scopeId',
        note: "There is no data key, where the docs say null; the scope's id is in params.scopeId.",
      },
    ],
    devFeature: false,
  },
  'Scope.Data.Updated': {
    category: 'data',
    entity: 'Scope',
    level: 'account',
    meaning: "A scope's name or description has changed.",
    fires: 'When the Management API changes a scope.',
    triggers: [
      { variant: 'management-api', route: 'PATCH /resources/:resourceId/scopes/:scopeId' },
    ],
    devFeature: false,
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
