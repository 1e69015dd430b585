import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

/** Changes of organizations and of their members. */
export const organizationEvents = {
  'Organization.Created': {
    category: 'data',
    entity: 'Organization',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning: 'An organization was created.',
    fires: 'Sent when the Management API creates an organization.',
    use: 'Set up the workspace, billing account or tenant of a new customer.',
    triggers: [{ variant: 'management-api', route: 'POST /organizations' }],
  },
  'Organization.Deleted': {
    category: 'data',
    entity: 'Organization',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning: 'An organization was deleted.',
    fires: 'Sent when the Management API deletes an organization.',
    use: 'Remove the workspace, end the subscription.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /organizations/:id',
        note: "There is no data key, though the docs say null; the organization's ID is in params.id.",
      },
    ],
  },
  'Organization.Data.Updated': {
    category: 'data',
    entity: 'Organization',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning: 'The name, description, custom data, branding or settings of an organization changed.',
    fires: 'Sent when the Management API changes an organization.',
    use: 'Keep your copy of the organization up to date.',
    triggers: [{ variant: 'management-api', route: 'PATCH /organizations/:id' }],
  },
  'Organization.Membership.Updated': {
    category: 'data',
    entity: 'Organization',
    level: 'organization',
    since: '1.17',
    devFeature: false,
    meaning:
      'Users or applications joined or left an organization; each list of IDs is only there if it is not empty (since Logto 1.40), and has at most 5,000.',
    fires:
      'Sent when the Management API changes the members of an organization, when an invitation is accepted, and when just-in-time provisioning, enterprise SSO or a one-time token adds a user.',
    use: 'Grant and revoke access to the workspace, count seats.',
    triggers: [
      { variant: 'add-users', route: 'POST /organizations/:id/users' },
      {
        variant: 'add-users-unchanged',
        route: 'POST /organizations/:id/users',
        note: 'There is no addedUserIds if all the users were members already.',
      },
      {
        variant: 'replace-users',
        route: 'PUT /organizations/:id/users',
        note: 'The payload says what changed, not who the members are now.',
      },
      {
        variant: 'replace-users-unchanged',
        route: 'PUT /organizations/:id/users',
        note: 'There are no IDs if the members stay the same.',
      },
      { variant: 'remove-user', route: 'DELETE /organizations/:id/users/:userId' },
      { variant: 'add-applications', route: 'POST /organizations/:id/applications' },
      {
        variant: 'add-applications-unchanged',
        route: 'POST /organizations/:id/applications',
        note: 'There is no addedApplicationIds if all the applications were members already.',
      },
      {
        variant: 'replace-applications',
        route: 'PUT /organizations/:id/applications',
        note: 'The payload says what changed, not which applications are members now.',
      },
      {
        variant: 'replace-applications-unchanged',
        route: 'PUT /organizations/:id/applications',
        note: 'There are no IDs if the members stay the same.',
      },
      {
        variant: 'remove-application',
        route: 'DELETE /organizations/:id/applications/:applicationId',
      },
      {
        variant: 'accept-invitation',
        route: 'PUT /organization-invitations/:id/status',
        note: "params.id is the invitation's ID; the organization's is in organizationId.",
      },
      {
        variant: 'accept-invitation-unchanged',
        route: 'PUT /organization-invitations/:id/status',
        note: 'There is no addedUserIds if the user was a member already.',
      },
      {
        variant: 'register',
        action:
          'a user signs up and just-in-time provisioning or enterprise SSO adds them to an organization',
        since: '1.18',
      },
      {
        variant: 'register-demo-app',
        action: "a user does so in an application that is not in the tenant's database",
        note: "The payload has no application, since it is not in the tenant's database.",
        since: '1.18',
      },
      {
        variant: 'sign-in',
        action:
          'a user signs in and a first enterprise SSO sign-in or a one-time token adds them to an organization',
        since: '1.18',
      },
    ],
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
