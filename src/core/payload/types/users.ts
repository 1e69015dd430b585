// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoApplication, LogtoTrustedDevice, LogtoUser } from './entities.ts';

/** There is a new user. When the Management API creates a user, and when someone signs up. */
export interface UserCreatedPayload {
  event: 'User.Created';
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
  data: LogtoUser;
  [key: string]: unknown;
}

/** A user is gone for good. When the Management API deletes a user. */
export interface UserDeletedPayload {
  event: 'User.Deleted';
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
  data: LogtoUser;
  [key: string]: unknown;
}

/** Something about a user has changed: profile, custom data, identifiers or password. When the Management API changes a user; when a user resets the password; and when a user links an email address, a phone number, a social account or MFA. */
export interface UserDataUpdatedPayload {
  event: 'User.Data.Updated';
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
  /** The user; after PATCH …/custom-data or …/profile that object alone. */
  data: LogtoUser | Record<string, unknown>;
  [key: string]: unknown;
}

/** A user has been suspended or reinstated: data.isSuspended says which. When the Management API sets a user's suspension. */
export interface UserSuspensionStatusUpdatedPayload {
  event: 'User.SuspensionStatus.Updated';
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
  data: LogtoUser;
  [key: string]: unknown;
}

/** A user has chosen to trust a device. When a user trusts the device in use while signing in. */
export interface TrustedDeviceCreatedPayload {
  event: 'TrustedDevice.Created';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip?: string | undefined;
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
  data: LogtoTrustedDevice;
  [key: string]: unknown;
}

/** One of a user's devices is no longer trusted. When the Management API removes a user's trusted device. */
export interface TrustedDeviceDeletedPayload {
  event: 'TrustedDevice.Deleted';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  ip?: string | undefined;
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
  data: LogtoTrustedDevice;
  [key: string]: unknown;
}
