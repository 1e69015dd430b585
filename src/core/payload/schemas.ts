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
const userId = text.describe('The ID of the user.');

const signedUser = {
  userId,
  user: user.optional().describe('The user; absent if Logto failed to read it.'),
};

/** Logto leaves the IP address out of events about devices, on purpose. */
const withoutIp = {
  data: trustedDevice,
  ip: text.optional().describe('Never sent, on purpose.'),
};

function memberIds(who: string) {
  return ids.optional().describe(`The IDs of the ${who}, at most 5,000; absent if there are none.`);
}

/**
 * One schema per event, which matches every payload that Logto builds for it, for all triggers. Unknown keys
 * pass. The test payloads of Logto's Console are shaped differently and do not match.
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
      .describe('The user; after PATCH …/custom-data or …/profile only that object.'),
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
    roleId: text.optional().describe("The role's ID; only if the role was created with scopes."),
    data: z.array(scope).optional().describe('The scopes that were added; absent after a removal.'),
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
    organizationId: text.describe('The ID of the organization.'),
    addedUserIds: memberIds('users who joined'),
    removedUserIds: memberIds('users who left'),
    addedApplicationIds: memberIds('applications that joined'),
    removedApplicationIds: memberIds('applications that left'),
  }),

  'OrganizationRole.Created': apiEventPayload('OrganizationRole.Created').extend({
    data: organizationRole,
  }),
  'OrganizationRole.Deleted': apiEventPayload('OrganizationRole.Deleted'),
  'OrganizationRole.Data.Updated': apiEventPayload('OrganizationRole.Data.Updated').extend({
    data: organizationRole,
  }),
  'OrganizationRole.Scopes.Updated': apiEventPayload('OrganizationRole.Scopes.Updated').extend({
    organizationRoleId: text
      .optional()
      .describe("The role's ID; only if the role was created with scopes."),
  }),

  'OrganizationScope.Created': apiEventPayload('OrganizationScope.Created').extend({
    data: organizationScope,
  }),
  'OrganizationScope.Deleted': apiEventPayload('OrganizationScope.Deleted'),
  'OrganizationScope.Data.Updated': apiEventPayload('OrganizationScope.Data.Updated').extend({
    data: organizationScope,
  }),

  'Identifier.Lockout': eventPayload('Identifier.Lockout', {
    type: text
      .describe('The type of the identifier.')
      .meta({ examples: ['username', 'email', 'phone', 'userId'] }),
    value: text.describe('The identifier as it was entered.'),
  }),
  'Message.RateLimited': eventPayload('Message.RateLimited', {
    action: text.describe('What was refused.').meta({ examples: ['VerificationCodeSend'] }),
    recipient: text.describe('The email address or phone number.'),
  }),
  'Grant.LimitExceeded': eventPayload('Grant.LimitExceeded', {
    userId,
    revokedGrantIds: ids.describe('The IDs of the grants that were revoked.'),
    maxAllowedGrants: z.number().describe('The limit of the application.'),
    preRevocationActiveGrantCount: z
      .number()
      .describe('How many grants the user had before the revocation.'),
  }),
} satisfies { [Name in EventName]: z.ZodType<{ event: Name }> };

/** Routes that send only a part of the user, with the tenant's own keys. */
const partialRoute = /\/(?:custom-data|profile)\/?$/;

interface UserUpdate {
  readonly path?: unknown;
  readonly matchedRoute?: unknown;
  readonly data?: unknown;
}

/** Returns whether a `User.Data.Updated` payload promises the whole user, as every other trigger does. */
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
