import * as z from 'zod';

/*
 * The entities in payloads, as Logto 1.43 sends them. Every object is loose, since releases add keys.
 * A field is required only if every release and every route that sends the entity has it. A value from
 * a list that may grow (an application's type …) is a plain string.
 */

/** An object with the tenant's own keys, such as custom data. A zod record would check each key. */
export const freeForm = z.looseObject({});

const text = z.string();
const textOrNull = z.string().nullable();
const id = text.describe('The ID.');
const tenantId = text.describe('The ID of the tenant; "default" if self-hosted.');
const name = text.describe('The name.');
const description = textOrNull.describe('The description.');
const createdAt = z.number().describe('When it was created, in epoch milliseconds.');

export const user = z
  .looseObject({
    id: text.describe("The user's ID, 12 characters long."),
    username: textOrNull.describe('The username.'),
    primaryEmail: textOrNull.describe('The verified email address.'),
    primaryPhone: textOrNull.describe('The verified phone number: digits with the country code.'),
    name: textOrNull.describe('The display name.'),
    avatar: textOrNull.describe('The URL of the picture.'),
    customData: freeForm.describe('Data that your app keeps with the user.'),
    identities: freeForm.describe('The linked social accounts, by connector target.'),
    lastSignInAt: z
      .number()
      .nullable()
      .describe('The last sign-in, in epoch milliseconds; null before the first.'),
    createdAt,
    updatedAt: z.number().describe('The last change, in epoch milliseconds.'),
    profile: freeForm.describe('The OpenID Connect profile claims that are set, such as locale.'),
    applicationId: textOrNull.describe('The ID of the application that the user signed up in.'),
    cimdClientId: textOrNull
      .optional()
      .describe('The same for a client known by its client ID metadata document: its URL.'),
    isSuspended: z.boolean().describe('Whether the user is suspended and cannot sign in.'),
    hasPassword: z
      .boolean()
      .optional()
      .describe('Whether the user has a password; only in Management API payloads.'),
    ssoIdentities: z.array(freeForm).optional().describe('The linked enterprise accounts.'),
  })
  .meta({ id: 'LogtoUser', description: 'A user, without password or MFA secrets.' });

export const application = z
  .looseObject({
    id: text.describe("The application's ID."),
    type: text.describe('The type of the application.').meta({
      examples: ['SPA', 'Native', 'Traditional', 'MachineToMachine', 'Protected', 'SAML'],
    }),
    name: text.describe("The application's name."),
    description,
  })
  .meta({ id: 'LogtoApplication', description: 'The application that the user is in.' });

export const trustedDevice = z
  .looseObject({
    id: text.describe("The device's ID."),
    userId: text.describe('The ID of the user.'),
    expiresAt: z.number().describe('When the trust ends, in epoch milliseconds.'),
  })
  .meta({ id: 'LogtoTrustedDevice', description: 'A device that skips MFA for a while.' });

const roleType = text
  .describe('Whether users or machine-to-machine applications have the role.')
  .meta({ examples: ['User', 'MachineToMachine'] });

export const role = z
  .looseObject({
    ...{ tenantId, id, name, description, type: roleType },
    isDefault: z.boolean().describe('Whether new users get the role.'),
  })
  .meta({ id: 'LogtoRole', description: 'A role of the tenant.' });

export const scope = z
  .looseObject({
    ...{ tenantId, id },
    resourceId: text.describe('The ID of the API resource.'),
    ...{ name, description, createdAt },
  })
  .meta({ id: 'LogtoScope', description: 'A permission of an API resource.' });

export const organization = z
  .looseObject({
    ...{ tenantId, id, name, description },
    customData: freeForm.describe('Data that your app keeps with the organization.'),
    isMfaRequired: z.boolean().describe('Whether members must use MFA.'),
    isTrustedDeviceAllowed: z
      .boolean()
      .optional()
      .describe('Whether members may skip MFA on trusted devices.'),
    branding: freeForm.describe('The URLs of the logos and favicons that are set.'),
    color: freeForm.optional().describe('The brand colors that are set.'),
    customCss: z.unknown().optional().describe('The custom CSS; null if there is none.'),
    createdAt,
  })
  .meta({ id: 'LogtoOrganization', description: 'An organization of the tenant.' });

export const organizationRole = z
  .looseObject({ tenantId, id, name, description, type: roleType })
  .meta({ id: 'LogtoOrganizationRole', description: 'A role of the organization template.' });

export const organizationScope = z.looseObject({ tenantId, id, name, description }).meta({
  id: 'LogtoOrganizationScope',
  description: 'A permission of the organization template.',
});

export const adaptiveMfaResult = z
  .looseObject({
    requiresMfa: z.boolean().describe('Whether a second factor is required.'),
    triggeredRules: z
      .array(
        z.looseObject({
          rule: text
            .describe('The rule that matched.')
            .meta({ examples: ['untrusted_ip', 'long_inactivity', 'geo_velocity'] }),
          details: z
            .unknown()
            .optional()
            .describe('What the rule saw; each rule has its own keys.'),
        }),
      )
      .describe('The rules that matched.'),
  })
  .meta({
    id: 'LogtoAdaptiveMfaResult',
    description: 'Why the sign-in requires a second factor.',
  });
