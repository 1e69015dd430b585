// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

import type { LogtoAdaptiveMfaResult, LogtoApplication, LogtoUser } from './entities.ts';

/** Someone has signed up and now has an account. When a registration is complete; User.Created tells of the same new user. */
export interface PostRegisterPayload {
  event: 'PostRegister';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** The flow the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  /** The address the user came from. */
  userIp?: string | undefined;
  /** The interaction, not the sign-in session it leads to. */
  sessionId?: string | undefined;
  /** A client known by its metadata URL. */
  cimdClientId?: string | undefined;
  /** Absent where the tenant has no such application, as with the demo app. */
  application?: LogtoApplication | undefined;
  userId: string;
  /** Absent if it could not be read. */
  user?: LogtoUser | undefined;
  [key: string]: unknown;
}

/** A user has signed in. When a sign-in is complete, second factor included. */
export interface PostSignInPayload {
  event: 'PostSignIn';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** The flow the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  /** The address the user came from. */
  userIp?: string | undefined;
  /** The interaction, not the sign-in session it leads to. */
  sessionId?: string | undefined;
  /** A client known by its metadata URL. */
  cimdClientId?: string | undefined;
  /** Absent where the tenant has no such application, as with the demo app. */
  application?: LogtoApplication | undefined;
  userId: string;
  /** Absent if it could not be read. */
  user?: LogtoUser | undefined;
  [key: string]: unknown;
}

/** A sign-in looked risky, so adaptive MFA asks for a second factor. During a sign-in, when a rule of adaptive MFA matches. */
export interface PostSignInAdaptiveMfaTriggeredPayload {
  event: 'PostSignInAdaptiveMfaTriggered';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** The flow the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  /** The address the user came from. */
  userIp?: string | undefined;
  /** The interaction, not the sign-in session it leads to. */
  sessionId?: string | undefined;
  /** A client known by its metadata URL. */
  cimdClientId?: string | undefined;
  /** Absent where the tenant has no such application, as with the demo app. */
  application?: LogtoApplication | undefined;
  adaptiveMfaResult: LogtoAdaptiveMfaResult;
  userId: string;
  /** Absent if it could not be read. */
  user?: LogtoUser | undefined;
  [key: string]: unknown;
}

/** A user who forgot the password has set a new one. When a password reset is complete; User.Data.Updated tells of the same change. */
export interface PostResetPasswordPayload {
  event: 'PostResetPassword';
  /** When the event was made, ISO 8601 with milliseconds. */
  createdAt: string;
  /** The webhook this delivery belongs to. */
  hookId: string;
  /** The flow the user was in. Such as SignIn, Register, ForgotPassword. */
  interactionEvent: string;
  /** As the caller named itself, if it did. */
  userAgent?: string | undefined;
  /** The address the user came from. */
  userIp?: string | undefined;
  /** The interaction, not the sign-in session it leads to. */
  sessionId?: string | undefined;
  /** A client known by its metadata URL. */
  cimdClientId?: string | undefined;
  /** Absent where the tenant has no such application, as with the demo app. */
  application?: LogtoApplication | undefined;
  userId: string;
  /** Absent if it could not be read. */
  user?: LogtoUser | undefined;
  [key: string]: unknown;
}
