// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoRole, LogtoScope } from './entities.ts';

/** A role was created. Sent when the Management API creates a role. */
export interface RoleCreatedPayload {
  /** The name of the event. */
  event: 'Role.Created';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The caller's IP address. */
  ip: string;
  /** The path of the Management API call, without /api. */
  path: string;
  /** The HTTP method of the call. */
  method: string;
  /** The HTTP status that the Management API responded with. */
  status: number;
  /** The parameters of the route; "0" is what a wildcard matched. */
  params: Record<string, string>;
  /** The route of the call, such as /users/:userId. */
  matchedRoute?: string | undefined;
  data: LogtoRole;
  [key: string]: unknown;
}

/** A role was deleted. Sent when the Management API deletes a role. */
export interface RoleDeletedPayload {
  /** The name of the event. */
  event: 'Role.Deleted';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The caller's IP address. */
  ip: string;
  /** The path of the Management API call, without /api. */
  path: string;
  /** The HTTP method of the call. */
  method: string;
  /** The HTTP status that the Management API responded with. */
  status: number;
  /** The parameters of the route; "0" is what a wildcard matched. */
  params: Record<string, string>;
  /** The route of the call, such as /users/:userId. */
  matchedRoute?: string | undefined;
  [key: string]: unknown;
}

/** The name, description or default status of a role changed. Sent when the Management API changes a role. */
export interface RoleDataUpdatedPayload {
  /** The name of the event. */
  event: 'Role.Data.Updated';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The caller's IP address. */
  ip: string;
  /** The path of the Management API call, without /api. */
  path: string;
  /** The HTTP method of the call. */
  method: string;
  /** The HTTP status that the Management API responded with. */
  status: number;
  /** The parameters of the route; "0" is what a wildcard matched. */
  params: Record<string, string>;
  /** The route of the call, such as /users/:userId. */
  matchedRoute?: string | undefined;
  data: LogtoRole;
  [key: string]: unknown;
}

/** A role gained or lost scopes; Logto's docs misname this event Role.Scope.Updated. Sent when the Management API adds scopes to a role, removes one, or creates a role with scopes. */
export interface RoleScopesUpdatedPayload {
  /** The name of the event. */
  event: 'Role.Scopes.Updated';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The caller's IP address. */
  ip: string;
  /** The path of the Management API call, without /api. */
  path: string;
  /** The HTTP method of the call. */
  method: string;
  /** The HTTP status that the Management API responded with. */
  status: number;
  /** The parameters of the route; "0" is what a wildcard matched. */
  params: Record<string, string>;
  /** The route of the call, such as /users/:userId. */
  matchedRoute?: string | undefined;
  /** The role's ID; only if the role was created with scopes. */
  roleId?: string | undefined;
  /** The scopes that were added; absent after a removal. */
  data?: LogtoScope[] | undefined;
  [key: string]: unknown;
}

/** A scope (permission) of an API resource was created. Sent when the Management API creates a scope. */
export interface ScopeCreatedPayload {
  /** The name of the event. */
  event: 'Scope.Created';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The caller's IP address. */
  ip: string;
  /** The path of the Management API call, without /api. */
  path: string;
  /** The HTTP method of the call. */
  method: string;
  /** The HTTP status that the Management API responded with. */
  status: number;
  /** The parameters of the route; "0" is what a wildcard matched. */
  params: Record<string, string>;
  /** The route of the call, such as /users/:userId. */
  matchedRoute?: string | undefined;
  data: LogtoScope;
  [key: string]: unknown;
}

/** A scope of an API resource was deleted. Sent when the Management API deletes a scope. */
export interface ScopeDeletedPayload {
  /** The name of the event. */
  event: 'Scope.Deleted';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The caller's IP address. */
  ip: string;
  /** The path of the Management API call, without /api. */
  path: string;
  /** The HTTP method of the call. */
  method: string;
  /** The HTTP status that the Management API responded with. */
  status: number;
  /** The parameters of the route; "0" is what a wildcard matched. */
  params: Record<string, string>;
  /** The route of the call, such as /users/:userId. */
  matchedRoute?: string | undefined;
  [key: string]: unknown;
}

/** The name or description of a scope changed. Sent when the Management API changes a scope. */
export interface ScopeDataUpdatedPayload {
  /** The name of the event. */
  event: 'Scope.Data.Updated';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The caller's IP address. */
  ip: string;
  /** The path of the Management API call, without /api. */
  path: string;
  /** The HTTP method of the call. */
  method: string;
  /** The HTTP status that the Management API responded with. */
  status: number;
  /** The parameters of the route; "0" is what a wildcard matched. */
  params: Record<string, string>;
  /** The route of the call, such as /users/:userId. */
  matchedRoute?: string | undefined;
  data: LogtoScope;
  [key: string]: unknown;
}
