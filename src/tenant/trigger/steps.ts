import type { EventName } from '../../core/logto/events.ts';

/** The temporary objects, in the order of their creation. */
export const objectKinds = [
  ...(['user', 'role', 'resource', 'scope', 'organization', 'orgScope', 'orgRole'] as const),
];
export type ObjectKind = (typeof objectKinds)[number];

/**
 * One call of the Management API. `:user` in a path or a body is the id of the temporary user; `:name` is the
 * name of every temporary object of the run, and `:identifier` the same as an identifier.
 */
export interface Step {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** The object that it creates. */
  readonly creates?: ObjectKind;
  /** The object that it deletes. */
  readonly deletes?: ObjectKind;
  /** What Logto sends then, if anything (measured on 1.43). */
  readonly event?: EventName;
}

const description = 'Temporary, by logto-hooks tenant trigger';

/** The calls that create and change the objects, in an order that makes sense in the log. */
export const steps: readonly Step[] = [
  {
    ...{ method: 'POST', path: '/api/users', creates: 'user', event: 'User.Created' },
    body: { username: ':identifier', name: ':name' },
  },
  {
    ...{ method: 'PATCH', path: '/api/users/:user', event: 'User.Data.Updated' },
    body: { name: ':name (changed)' },
  },
  {
    ...{ method: 'PATCH', path: '/api/users/:user/is-suspended' },
    ...{ event: 'User.SuspensionStatus.Updated', body: { isSuspended: true } },
  },
  {
    ...{ method: 'POST', path: '/api/roles', creates: 'role', event: 'Role.Created' },
    body: { name: ':name', description, type: 'User' },
  },
  {
    ...{ method: 'PATCH', path: '/api/roles/:role', event: 'Role.Data.Updated' },
    body: { description: `${description} (changed)` },
  },
  {
    ...{ method: 'POST', path: '/api/resources', creates: 'resource' },
    body: { name: ':name', indicator: 'https://:name.invalid/' },
  },
  {
    ...{ method: 'POST', path: '/api/resources/:resource/scopes' },
    ...{ creates: 'scope', event: 'Scope.Created', body: { name: ':name', description } },
  },
  {
    ...{ method: 'PATCH', path: '/api/resources/:resource/scopes/:scope' },
    ...{ event: 'Scope.Data.Updated', body: { description: `${description} (changed)` } },
  },
  {
    ...{ method: 'POST', path: '/api/roles/:role/scopes', event: 'Role.Scopes.Updated' },
    body: { scopeIds: [':scope'] },
  },
  {
    ...{ method: 'POST', path: '/api/organizations', creates: 'organization' },
    ...{ event: 'Organization.Created', body: { name: ':name', description } },
  },
  {
    ...{ method: 'PATCH', path: '/api/organizations/:organization' },
    ...{ event: 'Organization.Data.Updated', body: { description: `${description} (changed)` } },
  },
  {
    ...{ method: 'POST', path: '/api/organizations/:organization/users' },
    ...{ event: 'Organization.Membership.Updated', body: { userIds: [':user'] } },
  },
  {
    ...{ method: 'POST', path: '/api/organization-scopes', creates: 'orgScope' },
    ...{ event: 'OrganizationScope.Created', body: { name: ':name', description } },
  },
  {
    ...{ method: 'PATCH', path: '/api/organization-scopes/:orgScope' },
    ...{ event: 'OrganizationScope.Data.Updated' },
    body: { description: `${description} (changed)` },
  },
  {
    ...{ method: 'POST', path: '/api/organization-roles', creates: 'orgRole' },
    ...{ event: 'OrganizationRole.Created', body: { name: ':name', description } },
  },
  {
    ...{ method: 'PATCH', path: '/api/organization-roles/:orgRole' },
    ...{ event: 'OrganizationRole.Data.Updated' },
    body: { description: `${description} (changed)` },
  },
  {
    ...{ method: 'POST', path: '/api/organization-roles/:orgRole/scopes' },
    ...{ event: 'OrganizationRole.Scopes.Updated' },
    body: { organizationScopeIds: [':orgScope'] },
  },
];

/** Deletes the objects, in reverse. */
export const deletions: readonly Step[] = [
  deletion('orgRole', '/api/organization-roles/:orgRole', 'OrganizationRole.Deleted'),
  deletion('orgScope', '/api/organization-scopes/:orgScope', 'OrganizationScope.Deleted'),
  deletion('organization', '/api/organizations/:organization', 'Organization.Deleted'),
  deletion('scope', '/api/resources/:resource/scopes/:scope', 'Scope.Deleted'),
  deletion('resource', '/api/resources/:resource'),
  deletion('role', '/api/roles/:role', 'Role.Deleted'),
  deletion('user', '/api/users/:user', 'User.Deleted'),
];

function deletion(deletes: ObjectKind, path: string, event?: EventName): Step {
  return { method: 'DELETE', path, deletes, ...(event === undefined ? {} : { event }) };
}

/** Where each kind is listed, for the search for what a killed run left behind. A resource's scopes go with it. */
export const lists: readonly { readonly kind: ObjectKind; readonly path: string }[] = [
  { kind: 'orgRole', path: '/api/organization-roles' },
  { kind: 'orgScope', path: '/api/organization-scopes' },
  { kind: 'organization', path: '/api/organizations' },
  { kind: 'resource', path: '/api/resources' },
  { kind: 'role', path: '/api/roles' },
  { kind: 'user', path: '/api/users' },
];
