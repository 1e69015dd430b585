import type { EventName } from '../../core/logto/events.ts';
import type { TenantClient } from '../api/client.ts';
import type { TenantOrganization, TenantUser } from '../api/schemas.ts';
import type { Known, KnownEntities } from './known-entities.ts';
import type { ReceiverState } from './read-state.ts';

/** An event that the receiver missed. */
export interface MissingEvent {
  readonly event: MissingEventName;
  readonly id: string;
  /** The current state; null if it was deleted. */
  readonly entity: TenantUser | TenantOrganization | null;
  /**
   * Times of the update, in the tenant and in the receiver, in epoch milliseconds; undefined if unknown.
   */
  readonly updatedAt: number | undefined;
  readonly known: number | undefined;
}

export const missingEventNames = [
  ...['User.Created', 'User.Data.Updated', 'User.Deleted'],
  ...['Organization.Created', 'Organization.Data.Updated', 'Organization.Deleted'],
] as const satisfies readonly EventName[];
export type MissingEventName = (typeof missingEventNames)[number];

/** Called while lists are compared. */
export interface CompareListener {
  /** @param count entities compared so far */
  readonly onProgress: (
    kind: 'users' | 'organizations',
    count: number,
    total: number | undefined,
  ) => void;
}

/**
 * Yields the events that the receiver missed: first new and changed entities in the order of the tenant's
 * lists, then deleted ones. An entity that is not in a list is requested by itself, because a list whose
 * pages move while it is read may lack one.
 * @param wanted the events to look for; lists that none of them needs are not read
 */
export async function* findMissingEvents(
  client: TenantClient,
  state: ReceiverState,
  wanted: ReadonlySet<string>,
  { onProgress }: CompareListener,
): AsyncGenerator<MissingEvent> {
  const kinds: readonly Kind[] = [
    {
      ...{ name: 'users', prefix: 'User', known: state.users },
      list: () => client.users(),
      get: (id) => client.getUser(id),
    },
    {
      ...{ name: 'organizations', prefix: 'Organization', known: state.organizations },
      list: () => client.organizations(),
      get: (id) => client.getOrganization(id),
    },
  ];
  for (const kind of kinds) {
    const events = missingEventNames.filter((event) => event.startsWith(`${kind.prefix}.`));
    if (!events.some((event) => wanted.has(event))) continue;
    for await (const gap of compareKind(kind, onProgress)) if (wanted.has(gap.event)) yield gap;
  }
}

type Entity = TenantUser | TenantOrganization;

interface Kind {
  readonly name: 'users' | 'organizations';
  readonly prefix: 'User' | 'Organization';
  readonly known: KnownEntities;
  readonly list: () => AsyncIterable<{
    readonly items: readonly Entity[];
    readonly total: number | undefined;
  }>;
  readonly get: (id: string) => Promise<Entity | undefined>;
}

async function* compareKind(
  { name, prefix, known, list, get }: Kind,
  onProgress: CompareListener['onProgress'],
): AsyncGenerator<MissingEvent> {
  let count = 0;
  for await (const { items, total } of list()) {
    count += items.length;
    onProgress(name, count, total);
    for (const entity of items) yield* compareOne(prefix, entity, known);
  }
  for (const { id, updatedAt } of known.unmet()) {
    const entity = await get(id);
    if (entity) yield* compareOne(prefix, entity, known);
    else {
      const event = `${prefix}.Deleted` as const;
      yield { event, id, entity: null, updatedAt: undefined, known: updatedAt };
    }
  }
}

function* compareOne(
  prefix: Kind['prefix'],
  entity: Entity,
  entities: KnownEntities,
): Generator<MissingEvent> {
  const { id } = entity;
  const known = entities.meet(id);
  if (known === 'again') return;
  const updatedAt = timeOf(entity);
  const facts = { id, entity, updatedAt };
  if (known === 'new') yield { event: `${prefix}.Created`, ...facts, known: undefined };
  else if (isNewer(updatedAt, known)) {
    yield { event: `${prefix}.Data.Updated`, ...facts, known: known.updatedAt };
  }
}

/** Organizations have no `updatedAt` (Logto 1.43). */
function timeOf(entity: Entity): number | undefined {
  return typeof entity.updatedAt === 'number' ? entity.updatedAt : undefined;
}

/** Returns whether the tenant's update is newer. Some databases keep whole seconds. */
function isNewer(updatedAt: number | undefined, known: Known): boolean {
  if (updatedAt === undefined || known.updatedAt === undefined) return false;
  const isWholeSecond = known.updatedAt % 1000 === 0;
  const comparable = isWholeSecond ? Math.floor(updatedAt / 1000) * 1000 : updatedAt;
  return comparable > known.updatedAt;
}
