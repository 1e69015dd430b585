import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

/** Changes of organizations and of who belongs to them. */
export const organizationEvents = {
  'Organization.Created': {
    category: 'data',
    entity: 'Organization',
    level: 'organization',
    meaning: 'There is a new organization.',
    fires: 'When the Management API creates an organization.',
    triggers: [{ variant: 'management-api', route: 'POST /organizations' }],
    devFeature: false,
  },
  'Organization.Deleted': {
    category: 'data',
    entity: 'Organization',
    level: 'organization',
    meaning: 'An organization is gone.',
    fires: 'When the Management API deletes an organization.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /organizations/:id',
        note: "There is no data key, where the docs say null; the organization's id is in params.id.",
      },
    ],
    devFeature: false,
  },
  'Organization.Data.Updated': {
    category: 'data',
    entity: 'Organization',
    level: 'organization',
    meaning: "An organization's name, description, custom data, branding or settings have changed.",
    fires: 'When the Management API changes an organization.',
    triggers: [{ variant: 'management-api', route: 'PATCH /organizations/:id' }],
    devFeature: false,
  },
  'Organization.Membership.Updated': {
    category: 'data',
    entity: 'Organization',
    level: 'organization',
    meaning:
      'Users or applications have joined or left an organization; each list of ids is present only when it is not empty, and holds up to 5,000.',
    fires:
      'When the Management API changes the members of an organization, when an invitation is accepted, and when just-in-time provisioning adds someone who signs up.',
    triggers: [
      { variant: 'add-users', route: 'POST /organizations/:id/users' },
      {
        variant: 'add-users-unchanged',
        route: 'POST /organizations/:id/users',
        note: 'There is no addedUserIds when all the users were members already.',
      },
      {
        variant: 'replace-users-unchanged',
        route: 'PUT /organizations/:id/users',
        note: 'There are no ids when the members stay the same; otherwise addedUserIds and removedUserIds say what changed.',
      },
      { variant: 'remove-user', route: 'DELETE /organizations/:id/users/:userId' },
      { variant: 'add-applications', route: 'POST /organizations/:id/applications' },
      {
        variant: 'add-applications-unchanged',
        route: 'POST /organizations/:id/applications',
        note: 'There is no addedApplicationIds when all the applications were members already.',
      },
      {
        variant: 'replace-applications',
        route: 'PUT /organizations/:id/applications',
        note: 'The payload says what changed, not who the members are now.',
      },
      {
        variant: 'replace-applications-unchanged',
        route: 'PUT /organizations/:id/applications',
        note: 'There are no ids when the members stay the same.',
      },
      {
        variant: 'remove-application',
        route: 'DELETE /organizations/:id/applications/:applicationId',
      },
      {
        variant: 'accept-invitation',
        route: 'PUT /organization-invitations/:id/status',
        note: "params.id is the invitation's id; the organization's is in organizationId.",
      },
      {
        variant: 'accept-invitation-unchanged',
        route: 'PUT /organization-invitations/:id/status',
        note: 'There is no addedUserIds when the user was a member already.',
      },
      {
        variant: 'register',
        action: 'a user signs up and just-in-time provisioning adds them to an organization',
      },
    ],
    devFeature: false,
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
