import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

/** Changes of roles, and of the scopes (permissions) of API resources. */
export const roleEvents = {
  'Role.Created': {
    category: 'data',
    entity: 'Role',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: 'A role was created.',
    fires: 'Sent when the Management API creates a role.',
    use: 'Mirror the roles of your tenant in your own authorization system.',
    triggers: [{ variant: 'management-api', route: 'POST /roles' }],
  },
  'Role.Deleted': {
    category: 'data',
    entity: 'Role',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: 'A role was deleted.',
    fires: 'Sent when the Management API deletes a role.',
    use: 'Remove the role and its assignments from your own authorization system.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /roles/:id',
        note: "There is no data key, though the docs say null; the role's ID is in params.id.",
      },
    ],
  },
  'Role.Data.Updated': {
    category: 'data',
    entity: 'Role',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: 'The name, description or default status of a role changed.',
    fires: 'Sent when the Management API changes a role.',
    use: 'Keep your copy of the role up to date.',
    triggers: [{ variant: 'management-api', route: 'PATCH /roles/:id' }],
  },
  'Role.Scopes.Updated': {
    category: 'data',
    entity: 'Role',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: "A role gained or lost scopes; Logto's docs misname this event Role.Scope.Updated.",
    fires:
      'Sent when the Management API adds scopes to a role, removes one, or creates a role with scopes.',
    use: 'Refresh cached permissions, keep an audit log of who may do what.',
    triggers: [
      {
        variant: 'add-scopes',
        route: 'POST /roles/:id/scopes',
        note: "data lists the scopes that were added; the role's ID is in params.id.",
      },
      {
        variant: 'remove-scope',
        route: 'DELETE /roles/:id/scopes/:scopeId',
        note: 'There is no data key; the IDs are in params.id and params.scopeId.',
      },
      {
        variant: 'create-role',
        route: 'POST /roles',
        note: "The role's ID is in roleId, for this trigger only; Role.Created is sent too.",
      },
    ],
  },
  'Scope.Created': {
    category: 'data',
    entity: 'Scope',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: 'A scope (permission) of an API resource was created.',
    fires: 'Sent when the Management API creates a scope.',
    use: 'Mirror the permissions of your APIs in your own authorization system.',
    triggers: [{ variant: 'management-api', route: 'POST /resources/:resourceId/scopes' }],
  },
  'Scope.Deleted': {
    category: 'data',
    entity: 'Scope',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: 'A scope of an API resource was deleted.',
    fires: 'Sent when the Management API deletes a scope.',
    use: 'Remove the permission from your own authorization system.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /resources/:resourceId/scopes/:scopeId',
        note: "There is no data key, though the docs say null; the scope's ID is in params.scopeId.",
      },
    ],
  },
  'Scope.Data.Updated': {
    category: 'data',
    entity: 'Scope',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: 'The name or description of a scope changed.',
    fires: 'Sent when the Management API changes a scope.',
    use: 'Keep your copy of the permission up to date.',
    triggers: [
      { variant: 'management-api', route: 'PATCH /resources/:resourceId/scopes/:scopeId' },
    ],
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
