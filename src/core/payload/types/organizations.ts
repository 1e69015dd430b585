// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoApplication, LogtoOrganization } from './entities.ts';

/** There is a new organization. When the Management API creates an organization. */
export interface OrganizationCreatedPayload {
  event: 'Organization.Created';
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
  data: LogtoOrganization;
  [key: string]: unknown;
}

/** An organization is gone. When the Management API deletes an organization. */
export interface OrganizationDeletedPayload {
  event: 'Organization.Deleted';
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

/** An organization's name, description, custom data, branding or settings have changed. When the Management API changes an organization. */
export interface OrganizationDataUpdatedPayload {
  event: 'Organization.Data.Updated';
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
  data: LogtoOrganization;
  [key: string]: unknown;
}

/** Users or applications have joined or left an organization; each list of ids is present only when it is not empty, and holds up to 5,000. When the Management API changes the members of an organization, when an invitation is accepted, and when just-in-time provisioning adds someone who signs up. */
export interface OrganizationMembershipUpdatedPayload {
  event: 'Organization.Membership.Updated';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip: string;
  /** The Management API path called. */
  path?: string | undefined;
  method?: string | undefined;
  /** The status the Management API answered. */
  status?: number | undefined;
  /** Parameters of the path; "0" where a wildcard matched. */
  params?: Record<string, string> | undefined;
  /** The route, such as /users/:userId. */
  matchedRoute?: string | undefined;
  /** The flow the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent?: string | undefined;
  applicationId?: string | undefined;
  /** The interaction, not the sign-in session it leads to. */
  sessionId?: string | undefined;
  /** A client known by its metadata URL. */
  cimdClientId?: string | undefined;
  /** Absent where the tenant has no such application, as with the demo app. */
  application?: LogtoApplication | undefined;
  organizationId: string;
  /** At most 5,000; absent where none. */
  addedUserIds?: string[] | undefined;
  /** At most 5,000; absent where none. */
  removedUserIds?: string[] | undefined;
  /** At most 5,000; absent where none. */
  addedApplicationIds?: string[] | undefined;
  /** At most 5,000; absent where none. */
  removedApplicationIds?: string[] | undefined;
  [key: string]: unknown;
}
