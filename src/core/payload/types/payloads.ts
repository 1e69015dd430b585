// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type {
  GrantLimitExceededPayload,
  IdentifierLockoutPayload,
  MessageRateLimitedPayload,
} from './exceptions.ts';
import type {
  PostRegisterPayload,
  PostResetPasswordPayload,
  PostSignInAdaptiveMfaTriggeredPayload,
  PostSignInPayload,
} from './interactions.ts';
import type {
  OrganizationRoleCreatedPayload,
  OrganizationRoleDataUpdatedPayload,
  OrganizationRoleDeletedPayload,
  OrganizationRoleScopesUpdatedPayload,
  OrganizationScopeCreatedPayload,
  OrganizationScopeDataUpdatedPayload,
  OrganizationScopeDeletedPayload,
} from './organization-access.ts';
import type {
  OrganizationCreatedPayload,
  OrganizationDataUpdatedPayload,
  OrganizationDeletedPayload,
  OrganizationMembershipUpdatedPayload,
} from './organizations.ts';
import type {
  RoleCreatedPayload,
  RoleDataUpdatedPayload,
  RoleDeletedPayload,
  RoleScopesUpdatedPayload,
  ScopeCreatedPayload,
  ScopeDataUpdatedPayload,
  ScopeDeletedPayload,
} from './roles.ts';
import type {
  TrustedDeviceCreatedPayload,
  TrustedDeviceDeletedPayload,
  UserCreatedPayload,
  UserDataUpdatedPayload,
  UserDeletedPayload,
  UserSuspensionStatusUpdatedPayload,
} from './users.ts';

/** The payload of each event, by name. */
export interface LogtoPayloads {
  PostRegister: PostRegisterPayload;
  PostSignIn: PostSignInPayload;
  PostSignInAdaptiveMfaTriggered: PostSignInAdaptiveMfaTriggeredPayload;
  PostResetPassword: PostResetPasswordPayload;
  'User.Created': UserCreatedPayload;
  'User.Deleted': UserDeletedPayload;
  'User.Data.Updated': UserDataUpdatedPayload;
  'User.SuspensionStatus.Updated': UserSuspensionStatusUpdatedPayload;
  'TrustedDevice.Created': TrustedDeviceCreatedPayload;
  'TrustedDevice.Deleted': TrustedDeviceDeletedPayload;
  'Role.Created': RoleCreatedPayload;
  'Role.Deleted': RoleDeletedPayload;
  'Role.Data.Updated': RoleDataUpdatedPayload;
  'Role.Scopes.Updated': RoleScopesUpdatedPayload;
  'Scope.Created': ScopeCreatedPayload;
  'Scope.Deleted': ScopeDeletedPayload;
  'Scope.Data.Updated': ScopeDataUpdatedPayload;
  'Organization.Created': OrganizationCreatedPayload;
  'Organization.Deleted': OrganizationDeletedPayload;
  'Organization.Data.Updated': OrganizationDataUpdatedPayload;
  'Organization.Membership.Updated': OrganizationMembershipUpdatedPayload;
  'OrganizationRole.Created': OrganizationRoleCreatedPayload;
  'OrganizationRole.Deleted': OrganizationRoleDeletedPayload;
  'OrganizationRole.Data.Updated': OrganizationRoleDataUpdatedPayload;
  'OrganizationRole.Scopes.Updated': OrganizationRoleScopesUpdatedPayload;
  'OrganizationScope.Created': OrganizationScopeCreatedPayload;
  'OrganizationScope.Deleted': OrganizationScopeDeletedPayload;
  'OrganizationScope.Data.Updated': OrganizationScopeDataUpdatedPayload;
  'Identifier.Lockout': IdentifierLockoutPayload;
  'Message.RateLimited': MessageRateLimitedPayload;
  'Grant.LimitExceeded': GrantLimitExceededPayload;
}

/** The payload of an event, or of any: a union told apart by `event`. */
export type Payload<Name extends keyof LogtoPayloads = keyof LogtoPayloads> = LogtoPayloads[Name];
