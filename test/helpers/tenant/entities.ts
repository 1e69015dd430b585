import { emit } from './emit.ts';
import { type Asked, paginate, Refused } from './respond.ts';
import { type Entity, newId, type TenantState } from './state.ts';

/** The kinds of entities, and how events and routes call them. */
const kinds = {
  users: { event: 'User', parameter: 'userId', make: newUser },
  organizations: { event: 'Organization', parameter: 'id', make: newOrganization },
} as const;

type Kind = keyof typeof kinds;

export function isKind(word: string | undefined): word is Kind {
  return word !== undefined && Object.hasOwn(kinds, word);
}

export function listEntities(state: TenantState, kind: Kind, { url }: Asked) {
  const newestFirst = [...state[kind].values()].reverse();
  const { items, headers } = paginate(newestFirst, url);
  return { body: items, headers };
}

export function getEntity(state: TenantState, kind: Kind, id: string): Entity {
  const entity = state[kind].get(id);
  if (entity) return entity;
  throw new Refused(404, {
    code: 'entity.not_exists_with_id',
    message: `The ${kind} with ID \`${id}\` does not exist.`,
  });
}

export async function createEntity(
  state: TenantState,
  kind: Kind,
  body: object,
  asked: Asked,
): Promise<Entity> {
  const entity = kinds[kind].make(body);
  state[kind].set(entity.id, entity);
  await tell(state, kind, 'Created', asked, { data: entity });
  return entity;
}

export async function updateEntity(
  state: TenantState,
  kind: Kind,
  id: string,
  body: object,
  asked: Asked,
): Promise<Entity> {
  const changed = { ...getEntity(state, kind, id), ...body };
  const entity = 'updatedAt' in changed ? { ...changed, updatedAt: Date.now() } : changed;
  state[kind].set(id, entity);
  await tell(state, kind, 'Data.Updated', asked, { id, data: entity });
  return entity;
}

export async function deleteEntity(
  state: TenantState,
  kind: Kind,
  id: string,
  asked: Asked,
): Promise<void> {
  const { hasPassword, ...entity } = getEntity(state, kind, id);
  state[kind].delete(id);
  await tell(state, kind, 'Deleted', asked, kind === 'users' ? { id, data: entity } : { id });
}

interface Change {
  readonly id?: string;
  readonly data?: object;
}

/** Emits the event of a Management API call; User.Deleted has its data in another place. */
async function tell(
  state: TenantState,
  kind: Kind,
  what: string,
  { method, url, headers }: Asked,
  { id, data }: Change,
): Promise<void> {
  const { event, parameter } = kinds[kind];
  const common = {
    ...{ event: `${event}.${what}`, createdAt: new Date().toISOString() },
    ...{ userAgent: headers['user-agent'], ip: '::ffff:127.0.0.1' },
  };
  const request = {
    ...{ path: url.pathname.replace(/^\/api/, ''), method },
    status: what === 'Deleted' ? 204 : kind === 'organizations' && method === 'POST' ? 201 : 200,
    params: id === undefined ? {} : { [parameter]: id },
    matchedRoute: id === undefined ? `/${kind}` : `/${kind}/:${parameter}`,
  };
  const named = data === undefined ? {} : { data };
  const isUserDeleted = common.event === 'User.Deleted';
  const payload = isUserDeleted
    ? { ...common, ...named, ...request }
    : { ...common, ...request, ...named };
  await emit(state, common.event, payload);
}

function newUser(given: object): Entity {
  const now = Date.now();
  return {
    ...{ id: newId(12), username: null, primaryEmail: null, primaryPhone: null, name: null },
    ...{ avatar: null, customData: {}, identities: {}, lastSignInAt: null, createdAt: now },
    ...{ updatedAt: now, profile: {}, applicationId: null, cimdClientId: null, isSuspended: false },
    hasPassword: false,
    ...given,
  };
}

function newOrganization(given: object): Entity {
  return {
    ...{ tenantId: 'default', id: newId(12), name: '', description: null, customData: {} },
    ...{ isMfaRequired: false, isTrustedDeviceAllowed: null, color: {}, branding: {} },
    ...{ customCss: null, createdAt: Date.now() },
    ...given,
  };
}
