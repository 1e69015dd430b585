// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoApplication, LogtoTrustedDevice, LogtoUser } from './entities.ts';

/** A user was created. Sent when the Management API creates a user, and when someone signs up. */
export interface UserCreatedPayload {
  /** The name of the event. */
  event: 'User.Created';
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
  data: LogtoUser;
  [key: string]: unknown;
}

/** A user was deleted. Sent when the Management API deletes a user. */
export interface UserDeletedPayload {
  /** The name of the event. */
  event: 'User.Deleted';
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
  data: LogtoUser;
  [key: string]: unknown;
}

/** Data of a user changed: profile, custom data, identifiers, password, linked accounts or MFA. Sent when the Management API or the Account API changes a user, when a user resets the password, and when a user adds profile data, an email address, a phone number, a social account or MFA at sign-up or sign-in. */
export interface UserDataUpdatedPayload {
  /** The name of the event. */
  event: 'User.Data.Updated';
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
  /** The user; after PATCH …/custom-data or …/profile only that object. */
  data: LogtoUser | Record<string, unknown>;
  [key: string]: unknown;
}

/** A user was suspended or reactivated: data.isSuspended says which. Sent when the Management API sets a user's suspension status. */
export interface UserSuspensionStatusUpdatedPayload {
  /** The name of the event. */
  event: 'User.SuspensionStatus.Updated';
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
  data: LogtoUser;
  [key: string]: unknown;
}

/** A user chose to trust a device, which skips MFA until data.expiresAt. Sent when a user trusts the device while signing in. */
export interface TrustedDeviceCreatedPayload {
  /** The name of the event. */
  event: 'TrustedDevice.Created';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** Never sent, on purpose. */
  ip?: string | undefined;
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
  data: LogtoTrustedDevice;
  [key: string]: unknown;
}

/** A device of a user is no longer trusted. Sent when the Management API or the user, through the Account API, removes a trusted device. */
export interface TrustedDeviceDeletedPayload {
  /** The name of the event. */
  event: 'TrustedDevice.Deleted';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** Never sent, on purpose. */
  ip?: string | undefined;
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
  data: LogtoTrustedDevice;
  [key: string]: unknown;
}
