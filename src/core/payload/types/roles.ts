// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoRole, LogtoScope } from './entities.ts';

/** There is a new role. When the Management API creates a role. */
export interface RoleCreatedPayload {
  event: 'Role.Created';
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
  data: LogtoRole;
  [key: string]: unknown;
}

/** A role is gone. When the Management API deletes a role. */
export interface RoleDeletedPayload {
  event: 'Role.Deleted';
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

/** A role's name, description or default status has changed. When the Management API changes a role. */
export interface RoleDataUpdatedPayload {
  event: 'Role.Data.Updated';
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
  data: LogtoRole;
  [key: string]: unknown;
}

/** A role has gained or lost scopes; Logto's docs misname this event Role.Scope.Updated. When the Management API gives a role scopes, takes one away, or creates a role with scopes. */
export interface RoleScopesUpdatedPayload {
  event: 'Role.Scopes.Updated';
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
  /** Only where the role was created with these scopes. */
  roleId?: string | undefined;
  /** The scopes added; absent after a removal. */
  data?: LogtoScope[] | undefined;
  [key: string]: unknown;
}

/** An API resource has a new scope. When the Management API creates a scope. */
export interface ScopeCreatedPayload {
  event: 'Scope.Created';
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
  data: LogtoScope;
  [key: string]: unknown;
}

/** A scope of an API resource is gone. When the Management API deletes a scope. */
export interface ScopeDeletedPayload {
  event: 'Scope.Deleted';
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

/** A scope's name or description has changed. When the Management API changes a scope. */
export interface ScopeDataUpdatedPayload {
  event: 'Scope.Data.Updated';
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
  data: LogtoScope;
  [key: string]: unknown;
}
