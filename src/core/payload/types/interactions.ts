// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoAdaptiveMfaResult, LogtoApplication, LogtoUser } from './entities.ts';

/** Someone signed up and now has an account. Sent when a registration is complete; User.Created is sent for the same new user. */
export interface PostRegisterPayload {
  /** The name of the event. */
  event: 'PostRegister';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The flow of the sign-in experience that the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The user's IP address. */
  userIp?: string | undefined;
  /** The ID of the interaction, not of the session that it leads to. */
  sessionId?: string | undefined;
  /** The URL of the client ID metadata document, for a client that is known by one. */
  cimdClientId?: string | undefined;
  /** The application; absent if it is not in the tenant, such as the demo app. */
  application?: LogtoApplication | undefined;
  /** The ID of the user. */
  userId: string;
  /** The user; absent if Logto failed to read it. */
  user?: LogtoUser | undefined;
  [key: string]: unknown;
}

/** A user signed in. Sent when a sign-in is complete, second factor included. */
export interface PostSignInPayload {
  /** The name of the event. */
  event: 'PostSignIn';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The flow of the sign-in experience that the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The user's IP address. */
  userIp?: string | undefined;
  /** The ID of the interaction, not of the session that it leads to. */
  sessionId?: string | undefined;
  /** The URL of the client ID metadata document, for a client that is known by one. */
  cimdClientId?: string | undefined;
  /** The application; absent if it is not in the tenant, such as the demo app. */
  application?: LogtoApplication | undefined;
  /** The ID of the user. */
  userId: string;
  /** The user; absent if Logto failed to read it. */
  user?: LogtoUser | undefined;
  [key: string]: unknown;
}

/** A sign-in looked risky, so adaptive MFA asks for a second factor. Sent during a sign-in, when a rule of adaptive MFA matches; reliably since Logto 1.38. */
export interface PostSignInAdaptiveMfaTriggeredPayload {
  /** The name of the event. */
  event: 'PostSignInAdaptiveMfaTriggered';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The flow of the sign-in experience that the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The user's IP address. */
  userIp?: string | undefined;
  /** The ID of the interaction, not of the session that it leads to. */
  sessionId?: string | undefined;
  /** The URL of the client ID metadata document, for a client that is known by one. */
  cimdClientId?: string | undefined;
  /** The application; absent if it is not in the tenant, such as the demo app. */
  application?: LogtoApplication | undefined;
  adaptiveMfaResult: LogtoAdaptiveMfaResult;
  /** The ID of the user. */
  userId: string;
  /** The user; absent if Logto failed to read it. */
  user?: LogtoUser | undefined;
  [key: string]: unknown;
}

/** A user who forgot the password set a new one. Sent when a password reset is complete; User.Data.Updated is sent for the same change. */
export interface PostResetPasswordPayload {
  /** The name of the event. */
  event: 'PostResetPassword';
  /** When the event happened, with milliseconds. */
  createdAt: string;
  /** The ID of the webhook that the delivery is for. */
  hookId: string;
  /** The flow of the sign-in experience that the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent: string;
  /** The caller's User-Agent, if it sent one. */
  userAgent?: string | undefined;
  /** The user's IP address. */
  userIp?: string | undefined;
  /** The ID of the interaction, not of the session that it leads to. */
  sessionId?: string | undefined;
  /** The URL of the client ID metadata document, for a client that is known by one. */
  cimdClientId?: string | undefined;
  /** The application; absent if it is not in the tenant, such as the demo app. */
  application?: LogtoApplication | undefined;
  /** The ID of the user. */
  userId: string;
  /** The user; absent if Logto failed to read it. */
  user?: LogtoUser | undefined;
  [key: string]: unknown;
}
