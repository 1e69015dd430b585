import type { LogtoPayloads, LogtoUser } from '../../src/logto/payloads.ts';

/*
 * Payloads as Logto 1.42 sends them. `npx logto-hooks events show <event>` shows more.
 */

export const ada: LogtoUser = {
  id: 'u3k9f2xq7b1m',
  username: 'ada',
  primaryEmail: 'ada@acme.example',
  primaryPhone: '12025550143',
  name: 'Ada Lovelace',
  avatar: 'https://acme.example/ada.png',
  customData: {},
  identities: {},
  lastSignInAt: null,
  createdAt: 1772446530412,
  updatedAt: 1772446530412,
  profile: {},
  applicationId: null,
  cimdClientId: null,
  isSuspended: false,
};

const hookId = 'w4ne1hk2xq9c0m5zt8rav';

/** By whom and how an end user's interaction was made. */
const byInteraction = {
  hookId,
  interactionEvent: 'Register',
  userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15',
  applicationId: 's6h1o0p9x3c7v2b8n4m5q',
  sessionId: 'Kq3vN8sYwT1hXc6ZpLr0',
  ip: '203.0.113.24',
};

const { ip: _, applicationId: __, ...interaction } = byInteraction;

/** By whom and how the Management API was called. */
export function byManagementApi(
  method: string,
  matchedRoute: string,
  params: Record<string, string> = {},
  status = 200,
) {
  const path = matchedRoute.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '0');
  const userAgent = 'axios/1.13.5';
  return { hookId, userAgent, ip: '198.51.100.7', path, method, status, params, matchedRoute };
}

/** ISO 8601 with milliseconds, from epoch milliseconds. */
export function iso(time: number): string {
  return new Date(time).toISOString();
}

/** Someone signed up; with `path` and so on where the Management API made the user. */
export function userCreated(user: Partial<LogtoUser> = {}): LogtoPayloads['User.Created'] {
  const data = { ...ada, ...user };
  return { event: 'User.Created', createdAt: iso(data.createdAt + 37), ...byInteraction, data };
}

export function userCreatedByApi(user: Partial<LogtoUser> = {}): LogtoPayloads['User.Created'] {
  const data = { ...ada, ...user };
  const request = byManagementApi('POST', '/users');
  return { event: 'User.Created', createdAt: iso(data.createdAt + 17), ...request, data };
}

/** @param updatedAt when, in epoch milliseconds */
export function userUpdated(
  user: Partial<LogtoUser>,
  updatedAt: number,
): LogtoPayloads['User.Data.Updated'] {
  const data = { ...ada, ...user, updatedAt };
  const request = byManagementApi('PATCH', '/users/:userId', { userId: data.id });
  return { event: 'User.Data.Updated', createdAt: iso(updatedAt + 17), ...request, data };
}

/** PATCH …/custom-data and …/profile: the payload carries that part alone. */
export function userPartUpdated(
  part: 'custom-data' | 'profile',
  data: Record<string, unknown>,
  time: number,
  userId = ada.id,
): LogtoPayloads['User.Data.Updated'] {
  const request = byManagementApi('PATCH', `/users/:userId/${part}`, { userId });
  return { event: 'User.Data.Updated', createdAt: iso(time), ...request, data };
}

export function userSuspended(
  isSuspended: boolean,
  updatedAt: number,
  user: Partial<LogtoUser> = {},
): LogtoPayloads['User.SuspensionStatus.Updated'] {
  const data = { ...ada, ...user, isSuspended, updatedAt };
  const request = byManagementApi('PATCH', '/users/:userId/is-suspended', { userId: data.id });
  const createdAt = iso(updatedAt + 17);
  return { event: 'User.SuspensionStatus.Updated', createdAt, ...request, data };
}

export function userDeleted(
  time: number,
  user: Partial<LogtoUser> = {},
): LogtoPayloads['User.Deleted'] {
  const data = { ...ada, ...user };
  const request = byManagementApi('DELETE', '/users/:userId', { userId: data.id }, 204);
  return { event: 'User.Deleted', createdAt: iso(time), ...request, data };
}

export const shop = {
  id: 's6h1o0p9x3c7v2b8n4m5q',
  type: 'SPA',
  name: 'Shop',
  description: 'The shop for customers',
};

export function postRegister(
  fields: Partial<LogtoPayloads['PostRegister']> = {},
): LogtoPayloads['PostRegister'] {
  return {
    event: 'PostRegister',
    createdAt: '2026-03-02T10:15:30.643Z',
    ...interaction,
    userIp: '203.0.113.24',
    userId: ada.id,
    user: ada,
    application: shop,
    ...fields,
  };
}

export function postSignIn(
  fields: Partial<LogtoPayloads['PostSignIn']> = {},
): LogtoPayloads['PostSignIn'] {
  return {
    event: 'PostSignIn',
    createdAt: '2026-03-04T18:22:09.890Z',
    ...interaction,
    interactionEvent: 'SignIn',
    userIp: '203.0.113.24',
    userId: ada.id,
    user: ada,
    application: shop,
    ...fields,
  };
}

export function membershipUpdated(
  fields: Partial<LogtoPayloads['Organization.Membership.Updated']> = {},
): LogtoPayloads['Organization.Membership.Updated'] {
  return {
    event: 'Organization.Membership.Updated',
    createdAt: '2026-03-02T10:15:30.449Z',
    ...byManagementApi('POST', '/organizations/:id/users', { id: 'a7e2g9m4tq0x' }, 201),
    organizationId: 'a7e2g9m4tq0x',
    ...fields,
  };
}

export function lockout(value: string): LogtoPayloads['Identifier.Lockout'] {
  return {
    event: 'Identifier.Lockout',
    createdAt: '2026-03-05T07:41:56.930Z',
    ...byInteraction,
    interactionEvent: 'SignIn',
    type: 'email',
    value,
  };
}
