import { createLane, type Lane } from '../http/lane.ts';
import type { Management, Organization } from './management.ts';

/** What an organization of ours says of itself, in its custom data. */
export interface Origin {
  /** The email domain it is for. */
  readonly emailDomain: string;
  /** Who signed up first, and is to be the administrator. */
  readonly firstUserId: string;
  /** True until your application has shown "set up your organization" and the user has done so. */
  readonly needsSetup: boolean;
}

export interface Organizations {
  /**
   * The organization of a domain; where there is none, it is founded.
   * @param userId who signed up
   */
  ofDomain(domain: string, userId: string, signal: AbortSignal): Promise<Organization>;
}

/**
 * One organization per domain. Logto has no rule against two, so:
 * - within this process, sign-ups of one domain take turns;
 * - across processes, whoever has founded one looks again. Where there is an older one, the own one
 *   goes before anybody is in it. Of two that are founded at the same time, the later founder
 *   always sees the older organization, since it was there before the second look.
 * A crash in between leaves one too many, which the same user's repeated event cleans up.
 */
export function createOrganizations(management: Management): Organizations {
  const lanes = new Map<string, { lane: Lane; users: number }>();
  const idByDomain = new Map<string, string>();

  async function find(domain: string, userId: string, signal: AbortSignal) {
    const id = idByDomain.get(domain);
    const known = id === undefined ? undefined : await management.organization(id, signal);
    if (known?.customData.emailDomain === domain) return known;
    return settle(domain, userId, signal);
  }

  /** The oldest organization of the domain; younger ones that this user founded are taken back. */
  async function settle(domain: string, userId: string, signal: AbortSignal) {
    const all: Organization[] = [];
    for await (const organization of management.allOrganizations(signal)) {
      if (organization.customData.emailDomain === domain) all.push(organization);
    }
    const [oldest, ...younger] = all.sort(
      (a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
    );
    for (const { id, customData } of younger) {
      if (customData.firstUserId === userId) await management.deleteOrganization(id, signal);
    }
    if (oldest) idByDomain.set(domain, oldest.id);
    return oldest;
  }

  async function findOrFound(domain: string, userId: string, signal: AbortSignal) {
    signal.throwIfAborted();
    const found = await find(domain, userId, signal);
    if (found) return found;
    const origin: Origin = { emailDomain: domain, firstUserId: userId, needsSetup: true };
    const own = await management.createOrganization(domain, { ...origin }, signal);
    return (await settle(domain, userId, signal)) ?? own;
  }

  return {
    async ofDomain(domain, userId, signal) {
      const place = lanes.get(domain) ?? { lane: createLane(), users: 0 };
      lanes.set(domain, place);
      place.users += 1;
      try {
        return await place.lane(() => findOrFound(domain, userId, signal));
      } finally {
        place.users -= 1;
        if (place.users === 0) lanes.delete(domain);
      }
    },
  };
}
