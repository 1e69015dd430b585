// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.

/** The application the user is in. */
export interface LogtoApplication {
  id: string;
  /** Such as SPA, Native, Traditional, MachineToMachine, Protected, SAML. */
  type: string;
  name: string;
  description: string | null;
  [key: string]: unknown;
}

/** A user, without password or MFA secrets. */
export interface LogtoUser {
  id: string;
  username: string | null;
  primaryEmail: string | null;
  primaryPhone: string | null;
  name: string | null;
  /** URL of the picture. */
  avatar: string | null;
  /** Whatever your app keeps with the user. */
  customData: Record<string, unknown>;
  /** Linked social accounts, by connector target. */
  identities: Record<string, unknown>;
  /** Epoch milliseconds; null before the first. */
  lastSignInAt: number | null;
  /** Epoch milliseconds. */
  createdAt: number;
  /** Epoch milliseconds. */
  updatedAt: number;
  /** OpenID Connect profile claims that are set. */
  profile: Record<string, unknown>;
  /** The application the user registered with. */
  applicationId: string | null;
  /** The same for a client known by its metadata URL. */
  cimdClientId?: string | null | undefined;
  isSuspended: boolean;
  /** Only where the Management API sent the user. */
  hasPassword?: boolean | undefined;
  /** Linked enterprise accounts. */
  ssoIdentities?: Record<string, unknown>[] | undefined;
  [key: string]: unknown;
}

/** Why a sign-in was asked for a second factor. */
export interface LogtoAdaptiveMfaResult {
  requiresMfa: boolean;
  triggeredRules: {
    /** Such as untrusted_ip. */
    rule: string;
    /** What the rule saw; every rule has a shape of its own. */
    details?: unknown;
    [key: string]: unknown;
  }[];
  [key: string]: unknown;
}

/** A device that may skip MFA for a while. */
export interface LogtoTrustedDevice {
  id: string;
  userId: string;
  /** Epoch milliseconds. */
  expiresAt: number;
  [key: string]: unknown;
}

/** A role of the tenant. */
export interface LogtoRole {
  tenantId: string;
  id: string;
  name: string;
  description: string | null;
  /** Such as User, MachineToMachine. */
  type: string;
  /** Whether new users get it. */
  isDefault: boolean;
  [key: string]: unknown;
}

/** A permission of an API resource. */
export interface LogtoScope {
  tenantId: string;
  id: string;
  /** The API resource it belongs to. */
  resourceId: string;
  name: string;
  description: string | null;
  /** Epoch milliseconds. */
  createdAt: number;
  [key: string]: unknown;
}

/** An organization of the tenant. */
export interface LogtoOrganization {
  tenantId: string;
  id: string;
  name: string;
  description: string | null;
  /** Whatever your app keeps with the organization. */
  customData: Record<string, unknown>;
  isMfaRequired: boolean;
  isTrustedDeviceAllowed?: boolean | undefined;
  /** Logos and favicons that are set. */
  branding: Record<string, unknown>;
  /** Brand colours that are set. */
  color?: Record<string, unknown> | undefined;
  /** Null unless set. */
  customCss?: unknown;
  /** Epoch milliseconds. */
  createdAt: number;
  [key: string]: unknown;
}

/** A role of the organization template. */
export interface LogtoOrganizationRole {
  tenantId: string;
  id: string;
  name: string;
  description: string | null;
  /** Such as User, MachineToMachine. */
  type: string;
  [key: string]: unknown;
}

/** A permission of the organization template. */
export interface LogtoOrganizationScope {
  tenantId: string;
  id: string;
  name: string;
  description: string | null;
  [key: string]: unknown;
}
