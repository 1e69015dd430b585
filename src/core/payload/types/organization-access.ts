// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoOrganizationRole, LogtoOrganizationScope } from './entities.ts';

/** There is a new role that organizations can give to their members. When the Management API creates an organization role. */
export interface OrganizationRoleCreatedPayload {
  event: 'OrganizationRole.Created';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip: string;
  /** The Management API path called. */
  path: string;
  method: string;
  /** The status the Management API answered. */
  status: number;
  /** Parameters of the path; "0" where a wildcard matched. */
  params: Record<string, string>;
  /** The route, such as /users/:userId. */
  matchedRoute?: string | undefined;
  data: LogtoOrganizationRole;
  [key: string]: unknown;
}

/** An organization role is gone. When the Management API deletes an organization role. */
export interface OrganizationRoleDeletedPayload {
  event: 'OrganizationRole.Deleted';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip: string;
  /** The Management API path called. */
  path: string;
  method: string;
  /** The status the Management API answered. */
  status: number;
  /** Parameters of the path; "0" where a wildcard matched. */
  params: Record<string, string>;
  /** The route, such as /users/:userId. */
  matchedRoute?: string | undefined;
  [key: string]: unknown;
}

/** An organization role's name or description has changed. When the Management API changes an organization role. */
export interface OrganizationRoleDataUpdatedPayload {
  event: 'OrganizationRole.Data.Updated';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip: string;
  /** The Management API path called. */
  path: string;
  method: string;
  /** The status the Management API answered. */
  status: number;
  /** Parameters of the path; "0" where a wildcard matched. */
  params: Record<string, string>;
  /** The route, such as /users/:userId. */
  matchedRoute?: string | undefined;
  data: LogtoOrganizationRole;
  [key: string]: unknown;
}

/** The scopes of an organization role have changed; Logto's docs misname this event OrganizationRole.Scope.Updated. When the Management API adds, replaces or removes scopes of an organization role, or creates one with scopes. */
export interface OrganizationRoleScopesUpdatedPayload {
  event: 'OrganizationRole.Scopes.Updated';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip: string;
  /** The Management API path called. */
  path: string;
  method: string;
  /** The status the Management API answered. */
  status: number;
  /** Parameters of the path; "0" where a wildcard matched. */
  params: Record<string, string>;
  /** The route, such as /users/:userId. */
  matchedRoute?: string | undefined;
  /** Only where the role was created with scopes. */
  organizationRoleId?: string | undefined;
  [key: string]: unknown;
}

/** There is a new scope that organization roles can hold. When the Management API creates an organization scope. */
export interface OrganizationScopeCreatedPayload {
  event: 'OrganizationScope.Created';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip: string;
  /** The Management API path called. */
  path: string;
  method: string;
  /** The status the Management API answered. */
  status: number;
  /** Parameters of the path; "0" where a wildcard matched. */
  params: Record<string, string>;
  /** The route, such as /users/:userId. */
  matchedRoute?: string | undefined;
  data: LogtoOrganizationScope;
  [key: string]: unknown;
}

/** An organization scope is gone. When the Management API deletes an organization scope. */
export interface OrganizationScopeDeletedPayload {
  event: 'OrganizationScope.Deleted';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip: string;
  /** The Management API path called. */
  path: string;
  method: string;
  /** The status the Management API answered. */
  status: number;
  /** Parameters of the path; "0" where a wildcard matched. */
  params: Record<string, string>;
  /** The route, such as /users/:userId. */
  matchedRoute?: string | undefined;
  [key: string]: unknown;
}

/** An organization scope's name or description has changed. When the Management API changes an organization scope. */
export interface OrganizationScopeDataUpdatedPayload {
  event: 'OrganizationScope.Data.Updated';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip: string;
  /** The Management API path called. */
  path: string;
  method: string;
  /** The status the Management API answered. */
  status: number;
  /** Parameters of the path; "0" where a wildcard matched. */
  params: Record<string, string>;
  /** The route, such as /users/:userId. */
  matchedRoute?: string | undefined;
  data: LogtoOrganizationScope;
  [key: string]: unknown;
}
