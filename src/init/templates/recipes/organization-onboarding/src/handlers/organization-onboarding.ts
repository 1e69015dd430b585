import { companyDomains } from '../organization-onboarding/company-domain.ts';
import { createManagement } from '../organization-onboarding/management.ts';
import { onboard } from '../organization-onboarding/onboard.ts';
import { createOrganizations } from '../organization-onboarding/organizations.ts';
import { createRoles } from '../organization-onboarding/roles.ts';
import { settings } from '../organization-onboarding/settings.ts';
import type { Env, Handler } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';

/** Creates an organization for the first user of a company, and adds or invites the others. */
export function createOrganizationOnboarding(env: Env): Handler {
  const read = readSettings(settings, env);
  const management = createManagement(read);
  const organizations = createOrganizations(management);
  const roles = createRoles(management, read);
  const domainOf = companyDomains(read.ONBOARDING_PUBLIC_DOMAINS);
  return {
    name: 'organization-onboarding',
    on: {
      async 'User.Created'({ data: { id } }, context) {
        if (context.isTestRun) context.logger.info('test run: no organization', { userId: id });
        else {
          const onboarding = { management, organizations, roles, domainOf, settings: read };
          await onboard(id, onboarding, context);
        }
      },
    },
  };
}
