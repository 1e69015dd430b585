import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

/** Changes of the roles and scopes of the organization template. */
export const organizationAccessEvents = {
  'OrganizationRole.Created': {
    category: 'data',
    entity: 'OrganizationRole',
    level: 'organization',
    meaning: 'There is a new role that organizations can give to their members.',
    fires: 'When the Management API creates an organization role.',
    triggers: [{ variant: 'management-api', route: 'POST /organization-roles' }],
    devFeature: false,
  },
  'OrganizationRole.Deleted': {
    category: 'data',
    entity: 'OrganizationRole',
    level: 'organization',
    meaning: 'An organization role is gone.',
    fires: 'When the Management API deletes an organization role.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /organization-roles/:id',
        note: "There is no data key, where the docs say null; the role's id is in params.id.",
      },
    ],
    devFeature: false,
  },
  'OrganizationRole.Data.Updated': {
    category: 'data',
    entity: 'OrganizationRole',
    level: 'organization',
    meaning: "An organization role's name or description has changed.",
    fires: 'When the Management API changes an organization role.',
    triggers: [{ variant: 'management-api', route: 'PATCH /organization-roles/:id' }],
    devFeature: false,
  },
  'OrganizationRole.Scopes.Updated': {
    category: 'data',
    entity: 'OrganizationRole',
    level: 'organization',
    meaning:
      "The scopes of an organization role have changed; Logto's docs misname this event OrganizationRole.Scope.Updated.",
    fires:
      'When the Management API adds, replaces or removes scopes of an organization role, or creates one with scopes.',
    triggers: [
      {
        variant: 'add-scopes',
        route: 'POST /organization-roles/:id/scopes',
        note: "The payload does not say which scopes; the role's id is in params.id.",
      },
      {
        variant: 'replace-scopes',
        route: 'PUT /organization-roles/:id/scopes',
        note: "The payload does not say which scopes; the role's id is in params.id.",
      },
      {
        variant: 'remove-scope',
        route: 'DELETE /organization-roles/:id/scopes/:organizationScopeId',
        note: 'The ids are in params.id and params.organizationScopeId.',
      },
      {
        variant: 'create-role',
        route: 'POST /organization-roles',
        note: "The role's id is in organizationRoleId, for this trigger alone; OrganizationRole.Created is sent too.",
      },
    ],
    devFeature: false,
  },
  'OrganizationScope.Created': {
    category: 'data',
    entity: 'OrganizationScope',
    level: 'organization',
    meaning: 'There is a new scope that organization roles can hold.',
    fires: 'When the Management API creates an organization scope.',
    triggers: [{ variant: 'management-api', route: 'POST /organization-scopes' }],
    devFeature: false,
  },
  'OrganizationScope.Deleted': {
    category: 'data',
    entity: 'OrganizationScope',
    level: 'organization',
    meaning: 'An organization scope is gone.',
    fires: 'When the Management API deletes an organization scope.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /organization-scopes/:id',
        note: "There is no data key, where the docs say null; the scope's id is in params.id.",
      },
    ],
    devFeature: false,
  },
  'OrganizationScope.Data.Updated': {
    category: 'data',
    entity: 'OrganizationScope',
    level: 'organization',
    meaning: "An organization scope's name or description has changed.",
    fires: 'When the Management API changes an organization scope.',
    triggers: [{ variant: 'management-api', route: 'PATCH /organization-scopes/:id' }],
    devFeature: false,
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
