// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoApplication } from './entities.ts';

/** A username, email address or phone number is locked out: type and value name it. When too many attempts with one identifier have failed. */
export interface IdentifierLockoutPayload {
  event: 'Identifier.Lockout';
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
  /** Such as username, email, phone. */
  type: string;
  /** The identifier as it was typed. */
  value: string;
  [key: string]: unknown;
}

/** Logto refuses to send one more message to a recipient. When too many codes have been sent to one email address or phone number. */
export interface MessageRateLimitedPayload {
  event: 'Message.RateLimited';
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
  /** Such as VerificationCodeSend. */
  action: string;
  /** The email address or phone number. */
  recipient: string;
  [key: string]: unknown;
}

/** A user had more grants for an application than it allows, so some were revoked. When a sign-in takes the grants of one user past the limit of the application. */
export interface GrantLimitExceededPayload {
  event: 'Grant.LimitExceeded';
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
  userId: string;
  /** The grants that were revoked to make room. */
  revokedGrantIds: string[];
  maxAllowedGrants: number;
  preRevocationActiveGrantCount: number;
  [key: string]: unknown;
}
