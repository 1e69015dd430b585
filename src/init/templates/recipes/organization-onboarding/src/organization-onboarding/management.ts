import { createManagementApi } from '@logto/api/management';
import { fetchWithRetry, HttpError } from '../http/fetch-with-retry.ts';
import type { Context } from '../receiver/handler.ts';
import type { OnboardingSettings } from './settings.ts';

export interface Organization {
  readonly id: string;
  readonly createdAt: number;
  readonly customData: Readonly<Record<string, unknown>>;
}

export type Management = ReturnType<typeof createManagement>;

const pageSize = 100;

/** Creates a client of Logto's Management API. Calls wait for rate limits, and throw HttpError otherwise. */
export function createManagement(settings: OnboardingSettings) {
  const [clientId = '', ...secret] = settings.LOGTO_AUTH.split(':');
  const { apiClient } = createManagementApi('default', {
    clientId,
    clientSecret: secret.join(':'),
    baseUrl: settings.LOGTO_ENDPOINT.origin,
    apiIndicator: settings.LOGTO_RESOURCE,
  });

  return {
    /** Returns undefined if the user was deleted. */
    async user(userId: string, context: Context) {
      const path = { userId };
      return dataIfFound(
        apiClient.GET('/api/users/{userId}', { params: { path }, ...requestOptions(context) }),
      );
    },

    async organization(id: string, context: Context): Promise<Organization | undefined> {
      const path = { id };
      return dataIfFound(
        apiClient.GET('/api/organizations/{id}', { params: { path }, ...requestOptions(context) }),
      );
    },

    async *allOrganizations(context: Context): AsyncGenerator<Organization> {
      for (let page = 1; ; page += 1) {
        const query = { page, page_size: pageSize };
        const found = await dataOf(
          apiClient.GET('/api/organizations', { params: { query }, ...requestOptions(context) }),
        );
        yield* found;
        if (found.length < pageSize) return;
      }
    },

    async createOrganization(
      name: string,
      customData: Record<string, unknown>,
      context: Context,
    ): Promise<Organization> {
      const body = { name, customData };
      return dataOf(apiClient.POST('/api/organizations', { body, ...requestOptions(context) }));
    },

    async deleteOrganization(id: string, context: Context): Promise<void> {
      const path = { id };
      await dataIfFound(
        apiClient.DELETE('/api/organizations/{id}', {
          params: { path },
          ...requestOptions(context),
        }),
      );
    },

    /** Does nothing if the user already is a member with the role. */
    async addMember(
      id: string,
      userId: string,
      role: string | undefined,
      context: Context,
    ): Promise<void> {
      await apiClient.POST('/api/organizations/{id}/users', {
        params: { path: { id } },
        body: { userIds: [userId] },
        ...requestOptions(context),
      });
      if (role === undefined) return;
      await apiClient.POST('/api/organizations/{id}/users/{userId}/roles', {
        params: { path: { id, userId } },
        body: { organizationRoleNames: [role] },
        ...requestOptions(context),
      });
    },

    async organizationsOf(userId: string, context: Context): Promise<readonly Organization[]> {
      const path = { userId };
      return dataOf(
        apiClient.GET('/api/users/{userId}/organizations', {
          params: { path },
          ...requestOptions(context),
        }),
      );
    },

    /** Returns undefined if the organization template has no role of that name. */
    async roleId(name: string, context: Context): Promise<string | undefined> {
      const query = { q: name, page: 1, page_size: pageSize };
      const roles = await dataOf(
        apiClient.GET('/api/organization-roles', { params: { query }, ...requestOptions(context) }),
      );
      return roles.find((role) => role.name === name)?.id;
    },

    async invitations(organizationId: string, invitee: string, context: Context) {
      const query = { organizationId, invitee };
      return dataOf(
        apiClient.GET('/api/organization-invitations', {
          params: { query },
          ...requestOptions(context),
        }),
      );
    },

    /** @param link the link in the email; without it, Logto sends none */
    async invite(
      invitation: {
        readonly organizationId: string;
        readonly invitee: string;
        readonly expiresAt: number;
        readonly organizationRoleIds: string[];
      },
      link: string | undefined,
      context: Context,
    ): Promise<void> {
      const body = { ...invitation, messagePayload: link === undefined ? false : { link } };
      await apiClient.POST('/api/organization-invitations', { body, ...requestOptions(context) });
    },
  };
}

/** Returns the options of one call, which throws unless it succeeds. */
function requestOptions(context: Context) {
  return {
    fetch: async (request: Request): Promise<Response> => {
      const { method, headers } = request;
      const body = request.body === null ? null : await request.text();
      return fetchWithRetry(new URL(request.url), { method, headers, body }, context);
    },
  };
}

async function dataOf<Data>(call: Promise<{ data?: Data }>): Promise<Data> {
  const { data } = await call;
  if (data === undefined) throw new Error('The response of Logto has no data.');
  return data;
}

async function dataIfFound<Data>(call: Promise<{ data?: Data }>): Promise<Data | undefined> {
  try {
    return (await call).data;
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return undefined;
    throw error;
  }
}
