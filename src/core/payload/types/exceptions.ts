// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoApplication } from './entities.ts';

/** An identifier was locked out: type says whether it is a username, email address, phone number or user ID, and value is the identifier. Sent when too many attempts with one identifier have failed. */
export interface IdentifierLockoutPayload {
  /** The name of the event. */
  event: 'Identifier.Lockout';
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
  /** The type of the identifier. Such as username, email, phone, userId. */
  type: string;
  /** The identifier as it was entered. */
  value: string;
  [key: string]: unknown;
}

/** Logto refused to send another message to a recipient. Sent when too many verification codes were requested for one email address or phone number. */
export interface MessageRateLimitedPayload {
  /** The name of the event. */
  event: 'Message.RateLimited';
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
  /** What was refused. Such as VerificationCodeSend. */
  action: string;
  /** The email address or phone number. */
  recipient: string;
  [key: string]: unknown;
}

/** A user had more grants for an application than it allows, so the oldest were revoked. Sent when a sign-in takes the number of grants of one user past the limit of the application. */
export interface GrantLimitExceededPayload {
  /** The name of the event. */
  event: 'Grant.LimitExceeded';
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
  /** The ID of the user. */
  userId: string;
  /** The IDs of the grants that were revoked. */
  revokedGrantIds: string[];
  /** The limit of the application. */
  maxAllowedGrants: number;
  /** How many grants the user had before the revocation. */
  preRevocationActiveGrantCount: number;
  [key: string]: unknown;
}
