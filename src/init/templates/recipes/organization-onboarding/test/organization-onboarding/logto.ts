import { z } from 'zod';
import { type ServiceRequest, type ServiceResponse, startService } from '../testing/service.ts';

/*
 * The part of Logto's Management API for users, organizations, roles and invitations, as in Logto 1.43:
 * https://openapi.logto.io
 */

export interface TestUser {
  readonly id: string;
  readonly primaryEmail: string | null;
  readonly isSuspended: boolean;
}

interface TestOrganization {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string;
  readonly description: null;
  readonly customData: Record<string, unknown>;
  readonly createdAt: number;
}

interface TestInvitation {
  readonly id: string;
  readonly organizationId: string;
  readonly invitee: string;
  readonly status: string;
  readonly organizationRoleIds: readonly string[];
  readonly messagePayload: unknown;
}

const bodies = {
  organization: z.strictObject({
    name: z.string().min(1).max(128),
    customData: z.record(z.string(), z.unknown()).optional(),
  }),
  members: z.strictObject({ userIds: z.array(z.string()).min(1) }),
  roles: z.strictObject({ organizationRoleNames: z.array(z.string()) }),
  invitation: z.strictObject({
    organizationId: z.string(),
    invitee: z.email(),
    expiresAt: z.int(),
    organizationRoleIds: z.array(z.string()),
    messagePayload: z.union([z.literal(false), z.strictObject({ link: z.url() })]),
  }),
};

export type Before = (
  request: ServiceRequest,
) => ServiceResponse | undefined | Promise<ServiceResponse | undefined>;

export const appSecret = 'secret:with:colons';

/**
 * Starts the server; it stops after the test.
 * @param before called before each request; its response, if any, replaces Logto's
 */
export async function startLogto(before: Before = () => undefined) {
  const state = new LogtoState();
  const { url, requests } = await startService(async (request) => {
    return (await before(request)) ?? respond(state, request);
  });
  return { url, requests, state };
}

export class LogtoState {
  readonly users = new Map<string, TestUser>();
  readonly organizations = new Map<string, TestOrganization>();
  /** The names of roles by organization, then by user. */
  readonly members = new Map<string, Map<string, Set<string>>>();
  readonly invitations: TestInvitation[] = [];
  readonly roles = new Map([
    ['role-admin', 'admin'],
    ['role-member', 'member'],
  ]);
  #count = 0;

  nextId(kind: string): string {
    this.#count += 1;
    return `${kind}-${this.#count}`;
  }

  addUser(id: string, primaryEmail: string | null, isSuspended = false): void {
    this.users.set(id, { id, primaryEmail, isSuspended });
  }

  addOrganization(name: string, customData: Record<string, unknown> = {}): TestOrganization {
    const id = this.nextId('organization');
    const createdAt = 1772446530000 + this.organizations.size;
    const organization = {
      tenantId: 'default',
      id,
      name,
      description: null,
      customData,
      createdAt,
    };
    this.organizations.set(id, organization);
    this.members.set(id, new Map());
    return organization;
  }

  /** Returns each organization's name with its members and their roles. */
  membership(): Array<[name: string, members: Record<string, string[]>]> {
    return [...this.organizations.values()].map(({ id, name }) => {
      const members = [...(this.members.get(id) ?? [])];
      return [name, Object.fromEntries(members.map(([user, roles]) => [user, [...roles]]))];
    });
  }
}

type Route = (
  state: LogtoState,
  ids: readonly string[],
  request: ServiceRequest,
) => ServiceResponse;

const routes: ReadonlyArray<readonly [string, RegExp, Route]> = [
  ['GET', /^\/api\/users\/([^/]+)$/, ({ users }, [id = '']) => json(users.get(id))],
  ['GET', /^\/api\/users\/([^/]+)\/organizations$/, organizationsOfUser],
  ['GET', /^\/api\/organizations$/, listOrganizations],
  ['POST', /^\/api\/organizations$/, createOrganization],
  [
    'GET',
    /^\/api\/organizations\/([^/]+)$/,
    (state, [id = '']) => json(state.organizations.get(id)),
  ],
  ['DELETE', /^\/api\/organizations\/([^/]+)$/, deleteOrganization],
  ['POST', /^\/api\/organizations\/([^/]+)\/users$/, addMembers],
  ['POST', /^\/api\/organizations\/([^/]+)\/users\/([^/]+)\/roles$/, assignRoles],
  ['GET', /^\/api\/organization-roles$/, listRoles],
  ['GET', /^\/api\/organization-invitations$/, listInvitations],
  ['POST', /^\/api\/organization-invitations$/, createInvitation],
];

function respond(state: LogtoState, request: ServiceRequest): ServiceResponse {
  const { method, url, headers } = request;
  if (url.pathname === '/oidc/token') return issueToken(request);
  if (headers.authorization !== 'Bearer access-token') return reject(401, 'auth.unauthorized');
  for (const [routeMethod, path, route] of routes) {
    const match = path.exec(url.pathname);
    if (match && method === routeMethod) return route(state, match.slice(1), request);
  }
  return reject(404, 'entity.not_found');
}

function issueToken({ body }: ServiceRequest): ServiceResponse {
  const form = new URLSearchParams(body);
  if (form.get('client_id') !== 'app' || form.get('client_secret') !== appSecret) {
    return reject(401, 'oidc.invalid_client');
  }
  if (form.get('resource') !== 'https://default.logto.app/api') {
    return reject(400, 'oidc.invalid_target');
  }
  const token = {
    access_token: 'access-token',
    expires_in: 3600,
    token_type: 'Bearer',
    scope: 'all',
  };
  return form.get('grant_type') === 'client_credentials' && form.get('scope') === 'all'
    ? json(token)
    : reject(400, 'oidc.invalid_request');
}

function organizationsOfUser(state: LogtoState, [userId = '']: readonly string[]): ServiceResponse {
  const isMember = ({ id }: TestOrganization) => state.members.get(id)?.has(userId);
  return json([...state.organizations.values()].filter(isMember));
}

/** Returns the newest first, in pages of at most 100. */
function listOrganizations(
  { organizations }: LogtoState,
  _: readonly string[],
  { url }: ServiceRequest,
): ServiceResponse {
  const page = Number(url.searchParams.get('page') ?? 1);
  const size = Number(url.searchParams.get('page_size') ?? 20);
  if (size > 100) return reject(400, 'guard.invalid_pagination');
  const all = [...organizations.values()].reverse();
  const headers = { 'total-number': `${all.length}` };
  return json(all.slice((page - 1) * size, page * size), 200, headers);
}

function createOrganization(state: LogtoState, _: readonly string[], request: ServiceRequest) {
  const { data } = bodies.organization.safeParse(JSON.parse(request.body));
  return data
    ? json(state.addOrganization(data.name, data.customData), 201)
    : reject(400, 'guard.invalid_input');
}

function deleteOrganization(state: LogtoState, [id = '']: readonly string[]): ServiceResponse {
  state.members.delete(id);
  return state.organizations.delete(id) ? { status: 204 } : reject(404, 'entity.not_found');
}

function addMembers(state: LogtoState, [id = '']: readonly string[], request: ServiceRequest) {
  const { data } = bodies.members.safeParse(JSON.parse(request.body));
  if (!data) return reject(400, 'guard.invalid_input');
  const members = state.members.get(id);
  const isKnown = data.userIds.every((userId) => state.users.has(userId));
  if (!members || !isKnown) return reject(422, 'entity.relation_foreign_key_not_found');
  for (const userId of data.userIds) members.set(userId, members.get(userId) ?? new Set());
  return json(data, 201);
}

function assignRoles(
  state: LogtoState,
  [id = '', userId = '']: readonly string[],
  request: ServiceRequest,
): ServiceResponse {
  const { data } = bodies.roles.safeParse(JSON.parse(request.body));
  if (!data) return reject(400, 'guard.invalid_input');
  const member = state.members.get(id)?.get(userId);
  const names = new Set(state.roles.values());
  const areKnown = data.organizationRoleNames.every((name) => names.has(name));
  if (!member || !areKnown) return reject(422, 'entity.relation_foreign_key_not_found');
  for (const name of data.organizationRoleNames) member.add(name);
  return json({ organizationRoleIds: [] }, 201);
}

function listRoles({ roles }: LogtoState): ServiceResponse {
  return json([...roles].map(([id, name]) => ({ id, name })));
}

function listInvitations(
  { invitations }: LogtoState,
  _: readonly string[],
  { url }: ServiceRequest,
): ServiceResponse {
  const organizationId = url.searchParams.get('organizationId');
  const invitee = url.searchParams.get('invitee');
  return json(
    invitations.filter(
      (invitation) =>
        invitation.organizationId === organizationId && invitation.invitee === invitee,
    ),
  );
}

function createInvitation(state: LogtoState, _: readonly string[], request: ServiceRequest) {
  const { data } = bodies.invitation.safeParse(JSON.parse(request.body));
  if (!data || data.expiresAt < Date.now()) return reject(400, 'guard.invalid_input');
  const { expiresAt: __, ...rest } = data;
  const invitation = { id: state.nextId('invitation'), status: 'Pending', ...rest };
  state.invitations.push(invitation);
  return json(invitation, 201);
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): ServiceResponse {
  if (body === undefined) return reject(404, 'entity.not_found');
  const contentType = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers: { ...contentType, ...headers }, body: JSON.stringify(body) };
}

function reject(status: number, code: string): ServiceResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify({ code, message: code }) };
}
