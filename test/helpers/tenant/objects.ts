import { emit } from './emit.ts';
import { getEntity } from './entities.ts';
import { type Asked, paginate, Refused } from './respond.ts';
import { type Entity, newId, type TenantState } from './state.ts';

/** The result of a call: its response, and the fields of its event. */
interface Outcome {
  readonly status: number;
  /** Koa sends the text `Created` for a 201 without a body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly event?: string;
  readonly data?: unknown;
  readonly more?: object;
}

type Handle = (call: {
  readonly state: TenantState;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly asked: Asked;
}) => Outcome | Promise<Outcome>;

/**
 * The routes of roles, API resources, the organization template and memberships, with the events they send
 * (by the captured deliveries). The text `:name` in a route is a parameter, as in Logto's `matchedRoute`.
 */
const routes: Readonly<Record<string, Handle>> = {
  ...routesOf('roles', '/roles', ':id', 'Role'),
  ...routesOf('resources', '/resources', ':id', undefined),
  ...routesOf('scopes', '/resources/:resourceId/scopes', ':scopeId', 'Scope'),
  ...routesOf('organizationRoles', '/organization-roles', ':id', 'OrganizationRole'),
  ...routesOf('organizationScopes', '/organization-scopes', ':id', 'OrganizationScope'),
  'POST /roles/:id/scopes': ({ state, params, body }) => {
    find(state, 'roles', params.id);
    const data = idsIn(body.scopeIds).map((id) => find(state, 'scopes', id));
    return { status: 201, body: data, event: 'Role.Scopes.Updated', data };
  },
  'POST /organization-roles/:id/scopes': ({ state, params, body }) => {
    find(state, 'organizationRoles', params.id);
    for (const id of idsIn(body.organizationScopeIds)) find(state, 'organizationScopes', id);
    return { status: 201, event: 'OrganizationRole.Scopes.Updated' };
  },
  'POST /organizations/:id/users': ({ state, params, body }) => {
    const { id: organizationId } = getEntity(state, 'organizations', params.id ?? '');
    const addedUserIds = idsIn(body.userIds).map((id) => getEntity(state, 'users', id).id);
    const more = { organizationId, addedUserIds };
    return { status: 201, event: 'Organization.Membership.Updated', more };
  },
  'PATCH /users/:userId/is-suspended': async ({ state, params, body }) => {
    const data = { ...getEntity(state, 'users', params.userId ?? ''), ...body };
    state.users.set(data.id, data);
    return { status: 200, body: data, event: 'User.SuspensionStatus.Updated', data };
  },
};

/** Returns the response to a call of one of these routes; undefined for other routes. */
export async function answerObjects(
  state: TenantState,
  asked: Asked,
  body: Readonly<Record<string, unknown>>,
): Promise<
  { status: number; body?: unknown; headers?: Readonly<Record<string, string>> } | undefined
> {
  const path = asked.url.pathname.replace(/^\/api/, '');
  for (const [name, handle] of Object.entries(routes)) {
    const [method = '', route = ''] = name.split(' ');
    const params = method === asked.method ? match(route, path) : undefined;
    if (!params) continue;
    const { event, data, more = {}, ...response } = await handle({ state, params, body, asked });
    if (event) {
      await emit(state, event, {
        ...{ event, createdAt: new Date().toISOString() },
        ...{ userAgent: asked.headers['user-agent'], ip: '::ffff:127.0.0.1' },
        ...{ path, method, status: response.status, params, matchedRoute: route },
        ...(data === undefined ? {} : { data }),
        ...more,
      });
    }
    return response.status === 201 && response.body === undefined
      ? { ...response, body: 'Created' }
      : response;
  }
  return undefined;
}

/** Returns the routes of a kind. @param event the beginning of its events; undefined if it sends none */
function routesOf(
  kind: string,
  list: string,
  id: string,
  event: string | undefined,
): Record<string, Handle> {
  const one = `${list}/${id}`;
  const idOf = (params: Readonly<Record<string, string>>) => params[id.slice(1)];
  const named = (what: string) => (event ? { event: `${event}.${what}` } : {});
  return {
    [`GET ${list}`]: ({ state, asked }) => {
      const { items, headers } = paginate([...objects(state, kind).values()].reverse(), asked.url);
      return { status: 200, body: items, headers };
    },
    [`POST ${list}`]: ({ state, body, params }) => {
      const data: Entity = { tenantId: 'default', id: newId(), ...params, ...body };
      if ([...objects(state, kind).values()].some(({ name }) => name === data.name)) {
        throw new Refused(422, {
          code: 'entity.duplicate_value_of_unique_field',
          message: 'Duplicate.',
        });
      }
      objects(state, kind).set(data.id, data);
      return { status: 201, body: data, data, ...named('Created') };
    },
    [`PATCH ${one}`]: ({ state, params, body }) => {
      const data = { ...find(state, kind, idOf(params)), ...body };
      objects(state, kind).set(data.id, data);
      return { status: 200, body: data, data, ...named('Data.Updated') };
    },
    [`DELETE ${one}`]: ({ state, params }) => {
      const { id: deleted } = find(state, kind, idOf(params));
      objects(state, kind).delete(deleted);
      // The database deletes the scopes of a resource; no event is sent for it.
      for (const [scopeId, scope] of objects(state, 'scopes')) {
        if (scope.resourceId === deleted) objects(state, 'scopes').delete(scopeId);
      }
      return { status: 204, ...named('Deleted') };
    },
  };
}

function match(route: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [route.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = decodeURIComponent(given[index] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = text;
    else if (part !== text) return undefined;
  }
  return params;
}

function objects(state: TenantState, kind: string): Map<string, Entity> {
  const known = state.objects.get(kind) ?? new Map<string, Entity>();
  state.objects.set(kind, known);
  return known;
}

function find(state: TenantState, kind: string, id: string | undefined): Entity {
  const found = objects(state, kind).get(id ?? '');
  if (found) return found;
  throw new Refused(404, {
    code: 'entity.not_exists_with_id',
    message: `No ${kind} with this ID.`,
  });
}

function idsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
