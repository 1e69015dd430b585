import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

/** Changes of the roles and scopes of the organization template. */
export const organizationAccessEvents = {
  'OrganizationRole.Created': {
    category: 'data',
    entity: 'OrganizationRole',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning: 'A role of the organization template was created.',
    fires: 'Sent when the Management API creates an organization role.',
    use: 'Mirror the organization roles in your own authorization system.',
    triggers: [{ variant: 'management-api', route: 'POST /organization-roles' }],
  },
  'OrganizationRole.Deleted': {
    category: 'data',
    entity: 'OrganizationRole',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning: 'An organization role was deleted.',
    fires: 'Sent when the Management API deletes an organization role.',
    use: 'Remove the role and its assignments from your own authorization system.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /organization-roles/:id',
        note: "There is no data key, though the docs say null; the role's ID is in params.id.",
      },
    ],
  },
  'OrganizationRole.Data.Updated': {
    category: 'data',
    entity: 'OrganizationRole',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning: 'The name or description of an organization role changed.',
    fires: 'Sent when the Management API changes an organization role.',
    use: 'Keep your copy of the role up to date.',
    triggers: [{ variant: 'management-api', route: 'PATCH /organization-roles/:id' }],
  },
  'OrganizationRole.Scopes.Updated': {
    category: 'data',
    entity: 'OrganizationRole',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning:
      "The scopes of an organization role changed; Logto's docs misname this event OrganizationRole.Scope.Updated.",
    fires:
      'Sent when the Management API adds, replaces or removes scopes of an organization role, or creates one with scopes.',
    use: 'Refresh cached permissions, keep an audit log of who may do what.',
    triggers: [
      {
        variant: 'add-scopes',
        route: 'POST /organization-roles/:id/scopes',
        note: "The payload does not say which scopes; the role's ID is in params.id.",
      },
      {
        variant: 'replace-scopes',
        route: 'PUT /organization-roles/:id/scopes',
        note: "The payload does not say which scopes; the role's ID is in params.id.",
      },
      {
        variant: 'remove-scope',
        route: 'DELETE /organization-roles/:id/scopes/:organizationScopeId',
        note: 'The IDs are in params.id and params.organizationScopeId.',
      },
      {
        variant: 'create-role',
        route: 'POST /organization-roles',
        note: "The role's ID is in organizationRoleId, for this trigger only; OrganizationRole.Created is sent too.",
      },
    ],
  },
  'OrganizationScope.Created': {
    category: 'data',
    entity: 'OrganizationScope',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning: 'A scope (permission) of the organization template was created.',
    fires: 'Sent when the Management API creates an organization scope.',
    use: 'Mirror the organization permissions in your own authorization system.',
    triggers: [{ variant: 'management-api', route: 'POST /organization-scopes' }],
  },
  'OrganizationScope.Deleted': {
    category: 'data',
    entity: 'OrganizationScope',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning: 'An organization scope was deleted.',
    fires: 'Sent when the Management API deletes an organization scope.',
    use: 'Remove the permission from your own authorization system.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /organization-scopes/:id',
        note: "There is no data key, though the docs say null; the scope's ID is in params.id.",
      },
    ],
  },
  'OrganizationScope.Data.Updated': {
    category: 'data',
    entity: 'OrganizationScope',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning: 'The name or description of an organization scope changed.',
    fires: 'Sent when the Management API changes an organization scope.',
    use: 'Keep your copy of the permission up to date.',
    triggers: [{ variant: 'management-api', route: 'PATCH /organization-scopes/:id' }],
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
