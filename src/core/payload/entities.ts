import * as z from 'zod';

/*
 * What payloads speak of, as Logto 1.42 sends it. Every object is loose: releases add keys.
 * A field is required only where every release and every route that sends the entity has it,
 * and a word from a list that may grow (an application's type …) is a plain string.
 */

/** An object whose keys are the tenant's own, such as custom data. As a record zod would ask about each key. */
export const freeForm = z.looseObject({});

const text = z.string();
const textOrNull = z.string().nullable();
const epoch = z.number().describe('Epoch milliseconds.');

export const user = z
  .looseObject({
    id: text,
    username: textOrNull,
    primaryEmail: textOrNull,
    primaryPhone: textOrNull,
    name: textOrNull,
    avatar: textOrNull.describe('URL of the picture.'),
    customData: freeForm.describe('Whatever your app keeps with the user.'),
    identities: freeForm.describe('Linked social accounts, by connector target.'),
    lastSignInAt: z.number().nullable().describe('Epoch milliseconds; null before the first.'),
    createdAt: epoch,
    updatedAt: epoch,
    profile: freeForm.describe('OpenID Connect profile claims that are set.'),
    applicationId: textOrNull.describe('The application the user registered with.'),
    cimdClientId: textOrNull
      .optional()
      .describe('The same for a client known by its metadata URL.'),
    isSuspended: z.boolean(),
    hasPassword: z.boolean().optional().describe('Only where the Management API sent the user.'),
    ssoIdentities: z.array(freeForm).optional().describe('Linked enterprise accounts.'),
  })
  .meta({ id: 'LogtoUser', description: 'A user, without password or MFA secrets.' });

export const application = z
  .looseObject({
    id: text,
    type: text.meta({
      examples: ['SPA', 'Native', 'Traditional', 'MachineToMachine', 'Protected', 'SAML'],
    }),
    name: text,
    description: textOrNull,
  })
  .meta({ id: 'LogtoApplication', description: 'The application the user is in.' });

export const trustedDevice = z
  .looseObject({ id: text, userId: text, expiresAt: epoch })
  .meta({ id: 'LogtoTrustedDevice', description: 'A device that may skip MFA for a while.' });

export const role = z
  .looseObject({
    tenantId: text,
    id: text,
    name: text,
    description: textOrNull,
    type: text.meta({ examples: ['User', 'MachineToMachine'] }),
    isDefault: z.boolean().describe('Whether new users get it.'),
  })
  .meta({ id: 'LogtoRole', description: 'A role of the tenant.' });

export const scope = z
  .looseObject({
    tenantId: text,
    id: text,
    resourceId: text.describe('The API resource it belongs to.'),
    name: text,
    description: textOrNull,
    createdAt: epoch,
  })
  .meta({ id: 'LogtoScope', description: 'A permission of an API resource.' });

export const organization = z
  .looseObject({
    tenantId: text,
    id: text,
    name: text,
    description: textOrNull,
    customData: freeForm.describe('Whatever your app keeps with the organization.'),
    isMfaRequired: z.boolean(),
    isTrustedDeviceAllowed: z.boolean().optional(),
    branding: freeForm.describe('Logos and favicons that are set.'),
    color: freeForm.optional().describe('Brand colours that are set.'),
    customCss: z.unknown().optional().describe('Null unless set.'),
    createdAt: epoch,
  })
  .meta({ id: 'LogtoOrganization', description: 'An organization of the tenant.' });

export const organizationRole = z
  .looseObject({
    tenantId: text,
    id: text,
    name: text,
    description: textOrNull,
    type: text.meta({ examples: ['User', 'MachineToMachine'] }),
  })
  .meta({ id: 'LogtoOrganizationRole', description: 'A role of the organization template.' });

export const organizationScope = z
  .looseObject({ tenantId: text, id: text, name: text, description: textOrNull })
  .meta({
    id: 'LogtoOrganizationScope',
    description: 'A permission of the organization template.',
  });

export const adaptiveMfaResult = z
  .looseObject({
    requiresMfa: z.boolean(),
    triggeredRules: z.array(
      z.looseObject({
        rule: text.meta({ examples: ['untrusted_ip'] }),
        details: z
          .unknown()
          .optional()
          .describe('What the rule saw; every rule has a shape of its own.'),
      }),
    ),
  })
  .meta({
    id: 'LogtoAdaptiveMfaResult',
    description: 'Why a sign-in was asked for a second factor.',
  });
