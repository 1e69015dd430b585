import * as z from 'zod';
import type { EventName } from '../logto/events.ts';
import {
  apiEventPayload,
  evenIfBroken,
  eventPayload,
  interactionEventPayload,
} from './contexts.ts';
import {
  adaptiveMfaResult,
  freeForm,
  organization,
  organizationRole,
  organizationScope,
  role,
  scope,
  trustedDevice,
  user,
} from './entities.ts';

const text = z.string();
const ids = z.array(text);

const signedUser = {
  userId: text,
  user: user.optional().describe('Absent if it could not be read.'),
};

/** Logto keeps the address out of what it says of devices, on purpose. */
const withoutIp = { data: trustedDevice, ip: text.optional() };

/**
 * One schema per event, of every payload Logto makes of it, whatever the trigger. Unknown keys pass.
 * Logto's Console sends made-up payloads for tests, which these do not describe.
 */
export const payloadSchemas = {
  PostRegister: interactionEventPayload('PostRegister').extend(signedUser),
  PostSignIn: interactionEventPayload('PostSignIn').extend(signedUser),
  PostSignInAdaptiveMfaTriggered: interactionEventPayload('PostSignInAdaptiveMfaTriggered').extend({
    adaptiveMfaResult,
    ...signedUser,
  }),
  PostResetPassword: interactionEventPayload('PostResetPassword').extend(signedUser),

  'User.Created': eventPayload('User.Created', { data: user }),
  'User.Deleted': eventPayload('User.Deleted', { data: user }),
  'User.Data.Updated': eventPayload('User.Data.Updated', {
    data: z
      .union([user, freeForm])
      .describe('The user; after PATCH …/custom-data or …/profile that object alone.'),
  }).superRefine(requireUser, evenIfBroken),
  'User.SuspensionStatus.Updated': apiEventPayload('User.SuspensionStatus.Updated').extend({
    data: user,
  }),

  'TrustedDevice.Created': eventPayload('TrustedDevice.Created', withoutIp),
  'TrustedDevice.Deleted': eventPayload('TrustedDevice.Deleted', withoutIp),

  'Role.Created': apiEventPayload('Role.Created').extend({ data: role }),
  'Role.Deleted': apiEventPayload('Role.Deleted'),
  'Role.Data.Updated': apiEventPayload('Role.Data.Updated').extend({ data: role }),
  'Role.Scopes.Updated': apiEventPayload('Role.Scopes.Updated').extend({
    roleId: text.optional().describe('Only where the role was created with these scopes.'),
    data: z.array(scope).optional().describe('The scopes added; absent after a removal.'),
  }),

  'Scope.Created': apiEventPayload('Scope.Created').extend({ data: scope }),
  'Scope.Deleted': apiEventPayload('Scope.Deleted'),
  'Scope.Data.Updated': apiEventPayload('Scope.Data.Updated').extend({ data: scope }),

  'Organization.Created': apiEventPayload('Organization.Created').extend({ data: organization }),
  'Organization.Deleted': apiEventPayload('Organization.Deleted'),
  'Organization.Data.Updated': apiEventPayload('Organization.Data.Updated').extend({
    data: organization,
  }),
  'Organization.Membership.Updated': eventPayload('Organization.Membership.Updated', {
    organizationId: text,
    addedUserIds: ids.optional().describe('At most 5,000; absent where none.'),
    removedUserIds: ids.optional().describe('At most 5,000; absent where none.'),
    addedApplicationIds: ids.optional().describe('At most 5,000; absent where none.'),
    removedApplicationIds: ids.optional().describe('At most 5,000; absent where none.'),
  }),

  'OrganizationRole.Created': apiEventPayload('OrganizationRole.Created').extend({
    data: organizationRole,
  }),
  'OrganizationRole.Deleted': apiEventPayload('OrganizationRole.Deleted'),
  'OrganizationRole.Data.Updated': apiEventPayload('OrganizationRole.Data.Updated').extend({
    data: organizationRole,
  }),
  'OrganizationRole.Scopes.Updated': apiEventPayload('OrganizationRole.Scopes.Updated').extend({
    organizationRoleId: text.optional().describe('Only where the role was created with scopes.'),
  }),

  'OrganizationScope.Created': apiEventPayload('OrganizationScope.Created').extend({
    data: organizationScope,
  }),
  'OrganizationScope.Deleted': apiEventPayload('OrganizationScope.Deleted'),
  'OrganizationScope.Data.Updated': apiEventPayload('OrganizationScope.Data.Updated').extend({
    data: organizationScope,
  }),

  'Identifier.Lockout': eventPayload('Identifier.Lockout', {
    type: text.meta({ examples: ['username', 'email', 'phone'] }),
    value: text.describe('The identifier as it was typed.'),
  }),
  'Message.RateLimited': eventPayload('Message.RateLimited', {
    action: text.meta({ examples: ['VerificationCodeSend'] }),
    recipient: text.describe('The email address or phone number.'),
  }),
  'Grant.LimitExceeded': eventPayload('Grant.LimitExceeded', {
    userId: text,
    revokedGrantIds: ids.describe('The grants that were revoked to make room.'),
    maxAllowedGrants: z.number(),
    preRevocationActiveGrantCount: z.number(),
  }),
} satisfies { [Name in EventName]: z.ZodType<{ event: Name }> };

/** Which routes send a part of the user that has the tenant's own keys. */
const partialRoute = /\/(?:custom-data|profile)\/?$/;

interface UserUpdate {
  readonly path?: unknown;
  readonly matchedRoute?: unknown;
  readonly data?: unknown;
}

/** Whether a `User.Data.Updated` payload promises the whole user: every trigger but those routes does. */
export function promisesWholeUser({ path, matchedRoute, data }: UserUpdate): boolean {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const route = matchedRoute ?? path;
  return typeof route !== 'string' || !partialRoute.test(route);
}

function requireUser(payload: UserUpdate | null, context: z.core.$RefinementCtx): void {
  if (!payload || !promisesWholeUser(payload)) return;
  for (const issue of user.safeParse(payload.data).error?.issues ?? []) {
    context.addIssue({ ...issue, path: ['data', ...issue.path] });
  }
}
