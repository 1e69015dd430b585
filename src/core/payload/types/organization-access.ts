// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoOrganizationRole, LogtoOrganizationScope } from './entities.ts';

/** A role of the organization template was created. Sent when the Management API creates an organization role. */
export interface OrganizationRoleCreatedPayload {
  /** The name of the event. */
  event: 'OrganizationRole.Created';
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
  data: LogtoOrganizationRole;
  [key: string]: unknown;
}

/** An organization role was deleted. Sent when the Management API deletes an organization role. */
export interface OrganizationRoleDeletedPayload {
  /** The name of the event. */
  event: 'OrganizationRole.Deleted';
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

/** The name or description of an organization role changed. Sent when the Management API changes an organization role. */
export interface OrganizationRoleDataUpdatedPayload {
  /** The name of the event. */
  event: 'OrganizationRole.Data.Updated';
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
  data: LogtoOrganizationRole;
  [key: string]: unknown;
}

/** The scopes of an organization role changed; Logto's docs misname this event OrganizationRole.Scope.Updated. Sent when the Management API adds, replaces or removes scopes of an organization role, or creates one with scopes. */
export interface OrganizationRoleScopesUpdatedPayload {
  /** The name of the event. */
  event: 'OrganizationRole.Scopes.Updated';
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
  organizationRoleId?: string | undefined;
  [key: string]: unknown;
}

/** A scope (permission) of the organization template was created. Sent when the Management API creates an organization scope. */
export interface OrganizationScopeCreatedPayload {
  /** The name of the event. */
  event: 'OrganizationScope.Created';
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
  data: LogtoOrganizationScope;
  [key: string]: unknown;
}

/** An organization scope was deleted. Sent when the Management API deletes an organization scope. */
export interface OrganizationScopeDeletedPayload {
  /** The name of the event. */
  event: 'OrganizationScope.Deleted';
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

/** The name or description of an organization scope changed. Sent when the Management API changes an organization scope. */
export interface OrganizationScopeDataUpdatedPayload {
  /** The name of the event. */
  event: 'OrganizationScope.Data.Updated';
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
  data: LogtoOrganizationScope;
  [key: string]: unknown;
}
