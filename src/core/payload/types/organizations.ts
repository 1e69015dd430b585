// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoApplication, LogtoOrganization } from './entities.ts';

/** An organization was created. Sent when the Management API creates an organization. */
export interface OrganizationCreatedPayload {
  /** The name of the event. */
  event: 'Organization.Created';
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
  data: LogtoOrganization;
  [key: string]: unknown;
}

/** An organization was deleted. Sent when the Management API deletes an organization. */
export interface OrganizationDeletedPayload {
  /** The name of the event. */
  event: 'Organization.Deleted';
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

/** The name, description, custom data, branding or settings of an organization changed. Sent when the Management API changes an organization. */
export interface OrganizationDataUpdatedPayload {
  /** The name of the event. */
  event: 'Organization.Data.Updated';
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
  data: LogtoOrganization;
  [key: string]: unknown;
}

/** Users or applications joined or left an organization; each list of IDs is only there if it is not empty (since Logto 1.40), and has at most 5,000. Sent when the Management API changes the members of an organization, when an invitation is accepted, and when just-in-time provisioning, enterprise SSO or a one-time token adds a user. */
export interface OrganizationMembershipUpdatedPayload {
  /** The name of the event. */
  event: 'Organization.Membership.Updated';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The caller's IP address. */
  ip: string;
  /** The path of the Management API call, without /api. */
  path?: string | undefined;
  /** The HTTP method of the call. */
  method?: string | undefined;
  /** The HTTP status that the Management API responded with. */
  status?: number | undefined;
  /** The parameters of the route; "0" is what a wildcard matched. */
  params?: Record<string, string> | undefined;
  /** The route of the call, such as /users/:userId. */
  matchedRoute?: string | undefined;
  /** The flow of the sign-in experience that the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent?: string | undefined;
  /** The ID of the application the user was in. */
  applicationId?: string | undefined;
  /** The ID of the interaction, not of the session that it leads to. */
  sessionId?: string | undefined;
  /** The URL of the client ID metadata document, for a client that is known by one. */
  cimdClientId?: string | undefined;
  /** The application; absent if it is not in the tenant, such as the demo app. */
  application?: LogtoApplication | undefined;
  /** The ID of the organization. */
  organizationId: string;
  /** The IDs of the users who joined, at most 5,000; absent if there are none. */
  addedUserIds?: string[] | undefined;
  /** The IDs of the users who left, at most 5,000; absent if there are none. */
  removedUserIds?: string[] | undefined;
  /** The IDs of the applications that joined, at most 5,000; absent if there are none. */
  addedApplicationIds?: string[] | undefined;
  /** The IDs of the applications that left, at most 5,000; absent if there are none. */
  removedApplicationIds?: string[] | undefined;
  [key: string]: unknown;
}
