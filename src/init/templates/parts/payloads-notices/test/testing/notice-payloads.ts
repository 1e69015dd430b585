import type { LogtoPayloads } from '../../src/logto/payloads.ts';
import {
  // #since 1.34
  dataInteraction,
  // #end
  managementApi,
} from './payloads.ts';

export function roleCreated(name: string): LogtoPayloads['Role.Created'] {
  const role = { id: 'r1', name, type: 'User', isDefault: false, description: null };
  return {
    event: 'Role.Created',
    createdAt: '2026-03-02T10:15:30.449Z',
    ...managementApi('POST', '/roles'),
    data: { tenantId: 'default', ...role },
  };
}
// #since 1.40

export function membershipUpdated(
  fields: Partial<LogtoPayloads['Organization.Membership.Updated']> = {},
): LogtoPayloads['Organization.Membership.Updated'] {
  return {
    event: 'Organization.Membership.Updated',
    createdAt: '2026-03-02T10:15:30.449Z',
    ...managementApi('POST', '/organizations/:id/users', { id: 'a7e2g9m4tq0x' }, 201),
    organizationId: 'a7e2g9m4tq0x',
    ...fields,
  };
}
// #end
// #since 1.34

export function lockout(value: string): LogtoPayloads['Identifier.Lockout'] {
  return {
    event: 'Identifier.Lockout',
    createdAt: '2026-03-05T07:41:56.930Z',
    ...dataInteraction,
    interactionEvent: 'SignIn',
    type: 'email',
    value,
  };
}
// #end
