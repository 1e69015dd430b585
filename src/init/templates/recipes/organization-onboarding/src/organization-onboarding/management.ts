import { createManagementApi } from '@logto/api/management';
import { HttpError, patientFetch } from '../http/patient-fetch.ts';
import type { OnboardingSettings } from './settings.ts';

export interface Organization {
  readonly id: string;
  readonly createdAt: number;
  readonly customData: Readonly<Record<string, unknown>>;
}

export type Management = ReturnType<typeof createManagement>;

const pageSize = 100;

/**
 * What is needed of Logto's Management API. Each call waits for rate limits, and throws HttpError
 * where Logto refuses.
 */
export function createManagement(settings: OnboardingSettings) {
  const [clientId = '', ...secret] = settings.LOGTO_AUTH.split(':');
  const { apiClient } = createManagementApi('default', {
    clientId,
    clientSecret: secret.join(':'),
    baseUrl: settings.LOGTO_ENDPOINT.origin,
    apiIndicator: settings.LOGTO_RESOURCE,
  });

  return {
    /** Undefined where there is no such user any more. */
    async user(userId: string, signal: AbortSignal) {
      const path = { userId };
      return existing(
        apiClient.GET('/api/users/{userId}', { params: { path }, ...patience(signal) }),
      );
    },

    async organization(id: string, signal: AbortSignal): Promise<Organization | undefined> {
      const path = { id };
      return existing(
        apiClient.GET('/api/organizations/{id}', { params: { path }, ...patience(signal) }),
      );
    },

    async *allOrganizations(signal: AbortSignal): AsyncGenerator<Organization> {
      for (let page = 1; ; page += 1) {
        const query = { page, page_size: pageSize };
        const found = await answer(
          apiClient.GET('/api/organizations', { params: { query }, ...patience(signal) }),
        );
        yield* found;
        if (found.length < pageSize) return;
      }
    },

    async createOrganization(
      name: string,
      customData: Record<string, unknown>,
      signal: AbortSignal,
    ): Promise<Organization> {
      const body = { name, customData };
      return answer(apiClient.POST('/api/organizations', { body, ...patience(signal) }));
    },

    async deleteOrganization(id: string, signal: AbortSignal): Promise<void> {
      const path = { id };
      await existing(
        apiClient.DELETE('/api/organizations/{id}', { params: { path }, ...patience(signal) }),
      );
    },

    /** Who is a member already, or has the role already, stays so. */
    async addMember(
      id: string,
      userId: string,
      role: string | undefined,
      signal: AbortSignal,
    ): Promise<void> {
      await apiClient.POST('/api/organizations/{id}/users', {
        params: { path: { id } },
        body: { userIds: [userId] },
        ...patience(signal),
      });
      if (role === undefined) return;
      await apiClient.POST('/api/organizations/{id}/users/{userId}/roles', {
        params: { path: { id, userId } },
        body: { organizationRoleNames: [role] },
        ...patience(signal),
      });
    },

    async organizationsOf(userId: string, signal: AbortSignal): Promise<readonly Organization[]> {
      const path = { userId };
      return answer(
        apiClient.GET('/api/users/{userId}/organizations', {
          params: { path },
          ...patience(signal),
        }),
      );
    },

    /** The id of an organization role; undefined where the template has none of that name. */
    async roleId(name: string, signal: AbortSignal): Promise<string | undefined> {
      const query = { q: name, page: 1, page_size: pageSize };
      const roles = await answer(
        apiClient.GET('/api/organization-roles', { params: { query }, ...patience(signal) }),
      );
      return roles.find((role) => role.name === name)?.id;
    },

    async invitations(organizationId: string, invitee: string, signal: AbortSignal) {
      const query = { organizationId, invitee };
      return answer(
        apiClient.GET('/api/organization-invitations', { params: { query }, ...patience(signal) }),
      );
    },

    /** @param link for the mail; without one, Logto sends none */
    async invite(
      invitation: {
        readonly organizationId: string;
        readonly invitee: string;
        readonly expiresAt: number;
        readonly organizationRoleIds: string[];
      },
      link: string | undefined,
      signal: AbortSignal,
    ): Promise<void> {
      const body = { ...invitation, messagePayload: link === undefined ? false : { link } };
      await apiClient.POST('/api/organization-invitations', { body, ...patience(signal) });
    },
  };
}

/** Options of one call; an answer that is no success throws, so that what comes back is the data. */
function patience(signal: AbortSignal) {
  return {
    fetch: async (request: Request): Promise<Response> => {
      const { method, headers } = request;
      const body = request.body === null ? null : await request.text();
      return patientFetch(new URL(request.url), { method, headers, body }, { signal });
    },
  };
}

async function answer<Data>(call: Promise<{ data?: Data }>): Promise<Data> {
  const { data } = await call;
  if (data === undefined) throw new Error('Logto answered without what was asked for.');
  return data;
}

async function existing<Data>(call: Promise<{ data?: Data }>): Promise<Data | undefined> {
  try {
    return (await call).data;
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return undefined;
    throw error;
  }
}
