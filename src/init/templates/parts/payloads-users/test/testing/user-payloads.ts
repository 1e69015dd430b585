import type { LogtoPayloads, LogtoUser } from '../../src/logto/payloads.ts';
import { ada, iso, managementApi } from './payloads.ts';

/** @param updatedAt epoch milliseconds */
export function userUpdated(
  user: Partial<LogtoUser>,
  updatedAt: number,
): LogtoPayloads['User.Data.Updated'] {
  const data = { ...ada, ...user, updatedAt };
  const request = managementApi('PATCH', '/users/:userId', { userId: data.id });
  return { event: 'User.Data.Updated', createdAt: iso(updatedAt + 17), ...request, data };
}

/** Returns the payload of PATCH …/custom-data or …/profile, whose data is that part alone. */
export function userPartUpdated(
  part: 'custom-data' | 'profile',
  data: Record<string, unknown>,
  time: number,
  userId = ada.id,
): LogtoPayloads['User.Data.Updated'] {
  const request = managementApi('PATCH', `/users/:userId/${part}`, { userId });
  return { event: 'User.Data.Updated', createdAt: iso(time), ...request, data };
}

export function userSuspended(
  isSuspended: boolean,
  updatedAt: number,
  user: Partial<LogtoUser> = {},
): LogtoPayloads['User.SuspensionStatus.Updated'] {
  const data = { ...ada, ...user, isSuspended, updatedAt };
  const request = managementApi('PATCH', '/users/:userId/is-suspended', { userId: data.id });
  const createdAt = iso(updatedAt + 17);
  return { event: 'User.SuspensionStatus.Updated', createdAt, ...request, data };
}

export function userDeleted(
  time: number,
  user: Partial<LogtoUser> = {},
): LogtoPayloads['User.Deleted'] {
  const data = { ...ada, ...user };
  const request = managementApi('DELETE', '/users/:userId', { userId: data.id }, 204);
  return { event: 'User.Deleted', createdAt: iso(time), ...request, data };
}
