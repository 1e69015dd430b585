import { createSerialQueue, type SerialQueue } from '../http/serial-queue.ts';
import type { Context } from '../receiver/handler.ts';
import type { Management, Organization } from './management.ts';

/** The custom data of an organization that this handler created. */
export interface OrganizationData {
  readonly emailDomain: string;
  /** The user who signed up first and becomes the administrator. */
  readonly firstUserId: string;
  /** True until your application has let the user set up the organization. */
  readonly needsSetup: boolean;
}

export interface Organizations {
  /** Returns the organization of a domain, and creates it if there is none. */
  ofDomain(domain: string, userId: string, context: Context): Promise<Organization>;
}

/**
 * Ensures one organization per domain, which Logto does not enforce:
 * - within a process, the sign-ups of one domain run one after another;
 * - across processes, the process that creates one looks for others afterwards, and deletes its own if another is
 *   older. Of two created at the same time, the later creator always sees the older organization.
 * After a crash in between, the same user's retried event deletes the duplicate.
 */
export function createOrganizations(management: Management): Organizations {
  const queues = new Map<string, { queue: SerialQueue; users: number }>();
  const idByDomain = new Map<string, string>();

  async function find(domain: string, userId: string, context: Context) {
    const id = idByDomain.get(domain);
    const known = id === undefined ? undefined : await management.organization(id, context);
    if (known?.customData.emailDomain === domain) return known;
    return findOldest(domain, userId, context);
  }

  /** Returns the oldest organization of the domain, and deletes younger ones that this user created. */
  async function findOldest(domain: string, userId: string, context: Context) {
    const all: Organization[] = [];
    for await (const organization of management.allOrganizations(context)) {
      if (organization.customData.emailDomain === domain) all.push(organization);
    }
    const [oldest, ...younger] = all.sort(
      (a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
    );
    for (const { id, customData } of younger) {
      if (customData.firstUserId === userId) await management.deleteOrganization(id, context);
    }
    if (oldest) idByDomain.set(domain, oldest.id);
    return oldest;
  }

  async function findOrCreate(domain: string, userId: string, context: Context) {
    context.signal.throwIfAborted();
    const found = await find(domain, userId, context);
    if (found) return found;
    const data: OrganizationData = { emailDomain: domain, firstUserId: userId, needsSetup: true };
    const created = await management.createOrganization(domain, { ...data }, context);
    return (await findOldest(domain, userId, context)) ?? created;
  }

  return {
    async ofDomain(domain, userId, context) {
      const entry = queues.get(domain) ?? { queue: createSerialQueue(), users: 0 };
      queues.set(domain, entry);
      entry.users += 1;
      try {
        return await entry.queue(() => findOrCreate(domain, userId, context));
      } finally {
        entry.users -= 1;
        if (entry.users === 0) queues.delete(domain);
      }
    },
  };
}
