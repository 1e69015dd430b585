// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

/** The application that the user is in. */
export interface LogtoApplication {
  /** The application's ID. */
  id: string;
  /** The type of the application. Such as SPA, Native, Traditional, MachineToMachine, Protected, SAML. */
  type: string;
  /** The application's name. */
  name: string;
  /** The description. */
  description: string | null;
  [key: string]: unknown;
}

/** A user, without password or MFA secrets. */
export interface LogtoUser {
  /** The user's ID, 12 characters long. */
  id: string;
  /** The username. */
  username: string | null;
  /** The verified email address. */
  primaryEmail: string | null;
  /** The verified phone number: digits with the country code. */
  primaryPhone: string | null;
  /** The display name. */
  name: string | null;
  /** The URL of the picture. */
  avatar: string | null;
  /** Data that your app keeps with the user. */
  customData: Record<string, unknown>;
  /** The linked social accounts, by connector target. */
  identities: Record<string, unknown>;
  /** The last sign-in, in epoch milliseconds; null before the first. */
  lastSignInAt: number | null;
  /** When it was created, in epoch milliseconds. */
  createdAt: number;
  /** The last change, in epoch milliseconds. */
  updatedAt: number;
  /** The OpenID Connect profile claims that are set, such as locale. */
  profile: Record<string, unknown>;
  /** The ID of the application that the user signed up in. */
  applicationId: string | null;
  /** The same for a client known by its client ID metadata document: its URL. */
  cimdClientId?: string | null | undefined;
  /** Whether the user is suspended and cannot sign in. */
  isSuspended: boolean;
  /** Whether the user has a password; only in Management API payloads. */
  hasPassword?: boolean | undefined;
  /** The linked enterprise accounts. */
  ssoIdentities?: Record<string, unknown>[] | undefined;
  [key: string]: unknown;
}

/** Why the sign-in requires a second factor. */
export interface LogtoAdaptiveMfaResult {
  /** Whether a second factor is required. */
  requiresMfa: boolean;
  /** The rules that matched. */
  triggeredRules: {
    /** The rule that matched. Such as untrusted_ip, long_inactivity, geo_velocity. */
    rule: string;
    /** What the rule saw; each rule has its own keys. */
    details?: unknown;
    [key: string]: unknown;
  }[];
  [key: string]: unknown;
}

/** A device that skips MFA for a while. */
export interface LogtoTrustedDevice {
  /** The device's ID. */
  id: string;
  /** The ID of the user. */
  userId: string;
  /** When the trust ends, in epoch milliseconds. */
  expiresAt: number;
  [key: string]: unknown;
}

/** A role of the tenant. */
export interface LogtoRole {
  /** The ID of the tenant; "default" if self-hosted. */
  tenantId: string;
  /** The ID. */
  id: string;
  /** The name. */
  name: string;
  /** The description. */
  description: string | null;
  /** Whether users or machine-to-machine applications have the role. Such as User, MachineToMachine. */
  type: string;
  /** Whether new users get the role. */
  isDefault: boolean;
  [key: string]: unknown;
}

/** A permission of an API resource. */
export interface LogtoScope {
  /** The ID of the tenant; "default" if self-hosted. */
  tenantId: string;
  /** The ID. */
  id: string;
  /** The ID of the API resource. */
  resourceId: string;
  /** The name. */
  name: string;
  /** The description. */
  description: string | null;
  /** When it was created, in epoch milliseconds. */
  createdAt: number;
  [key: string]: unknown;
}

/** An organization of the tenant. */
export interface LogtoOrganization {
  /** The ID of the tenant; "default" if self-hosted. */
  tenantId: string;
  /** The ID. */
  id: string;
  /** The name. */
  name: string;
  /** The description. */
  description: string | null;
  /** Data that your app keeps with the organization. */
  customData: Record<string, unknown>;
  /** Whether members must use MFA. */
  isMfaRequired: boolean;
  /** Whether members may skip MFA on trusted devices. */
  isTrustedDeviceAllowed?: boolean | undefined;
  /** The URLs of the logos and favicons that are set. */
  branding: Record<string, unknown>;
  /** The brand colors that are set. */
  color?: Record<string, unknown> | undefined;
  /** The custom CSS; null if there is none. */
  customCss?: unknown;
  /** When it was created, in epoch milliseconds. */
  createdAt: number;
  [key: string]: unknown;
}

/** A role of the organization template. */
export interface LogtoOrganizationRole {
  /** The ID of the tenant; "default" if self-hosted. */
  tenantId: string;
  /** The ID. */
  id: string;
  /** The name. */
  name: string;
  /** The description. */
  description: string | null;
  /** Whether users or machine-to-machine applications have the role. Such as User, MachineToMachine. */
  type: string;
  [key: string]: unknown;
}

/** A permission of the organization template. */
export interface LogtoOrganizationScope {
  /** The ID of the tenant; "default" if self-hosted. */
  tenantId: string;
  /** The ID. */
  id: string;
  /** The name. */
  name: string;
  /** The description. */
  description: string | null;
  [key: string]: unknown;
}
