import type { Context } from '../receiver/handler.ts';
import type { Management } from './management.ts';
import type { OnboardingSettings } from './settings.ts';

export interface Roles {
  /**
   * Ensures that the organization template has the roles of the settings, so that no organization is left
   * without an administrator. Logs once which roles to create.
   * @throws Error if one is missing; the event is retried
   */
  require(context: Context): Promise<void>;
}

export function createRoles(management: Management, settings: OnboardingSettings): Roles {
  const found = new Set<string>();
  const reported = new Set<string>();

  async function isMissing(role: string, context: Context): Promise<boolean> {
    if (found.has(role)) return false;
    if ((await management.roleId(role, context)) === undefined) return true;
    found.add(role);
    return false;
  }

  return {
    async require(context) {
      const missing: string[] = [];
      for (const setting of ['ONBOARDING_ADMIN_ROLE', 'ONBOARDING_MEMBER_ROLE'] as const) {
        const role = settings[setting];
        if (role === undefined || !(await isMissing(role, context))) continue;
        missing.push(role);
        if (reported.has(role)) continue;
        reported.add(role);
        const remedy = `Create it in Logto's Console: Organization template, Organization roles. Or set ${setting}.`;
        context.logger.error('missing organization role', { role, remedy });
      }
      if (missing.length > 0) throw new Error(`missing organization role: ${missing.join(', ')}`);
    },
  };
}
