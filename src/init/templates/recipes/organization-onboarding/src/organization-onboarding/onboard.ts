import type { Context } from '../receiver/handler.ts';
import type { Management, Organization } from './management.ts';
import type { Organizations } from './organizations.ts';
import type { Roles } from './roles.ts';
import type { OnboardingSettings } from './settings.ts';

export interface Onboarding {
  readonly management: Management;
  readonly organizations: Organizations;
  readonly roles: Roles;
  readonly domainOf: (email: string | null) => string | undefined;
  readonly settings: OnboardingSettings;
}

const invitationMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Adds a new user to the organization of their email address's company; repeating it changes nothing. The
 * user is looked up, because the event can be late: deleted and suspended users are skipped.
 */
export async function onboard(
  userId: string,
  onboarding: Onboarding,
  context: Context,
): Promise<void> {
  const { management, organizations, roles, domainOf, settings } = onboarding;
  const { logger } = context;
  const user = await management.user(userId, context);
  const email = user?.primaryEmail ?? null;
  const domain = domainOf(email);
  if (!user || user.isSuspended || email === null || domain === undefined) {
    logger.info('no organization for this user', { userId });
    return;
  }
  await roles.require(context); // Before anything is created.
  const organization = await organizations.ofDomain(domain, userId, context);
  const { id: organizationId, customData } = organization;
  if (customData.firstUserId === userId) {
    await management.addMember(organizationId, userId, settings.ONBOARDING_ADMIN_ROLE, context);
    logger.info('added as first user of the organization', { userId, organizationId });
  } else if (settings.ONBOARDING_NEXT === 'add') {
    await management.addMember(organizationId, userId, settings.ONBOARDING_MEMBER_ROLE, context);
    logger.info('added to the organization', { userId, organizationId });
  } else {
    await invite(email, userId, organization, onboarding, context);
    logger.info('invited to the organization', { userId, organizationId });
  }
}

async function invite(
  invitee: string,
  userId: string,
  { id: organizationId }: Organization,
  { management, settings }: Onboarding,
  context: Context,
): Promise<void> {
  const memberships = await management.organizationsOf(userId, context);
  if (memberships.some(({ id }) => id === organizationId)) return;
  const earlier = await management.invitations(organizationId, invitee, context);
  if (earlier.some(({ status }) => status === 'Pending' || status === 'Accepted')) return;
  const { ONBOARDING_MEMBER_ROLE: role, ONBOARDING_INVITATION_LINK: link } = settings;
  const roleId = role === undefined ? undefined : await management.roleId(role, context);
  const expiresAt = Date.now() + invitationMs;
  const organizationRoleIds = roleId === undefined ? [] : [roleId];
  await management.invite(
    { organizationId, invitee, expiresAt, organizationRoleIds },
    link,
    context,
  );
}
