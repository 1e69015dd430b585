import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createSyncDatabase } from '../src/handlers/sync-database.ts';
import type { Handler } from '../src/receiver/handler.ts';
import { readSettings } from '../src/receiver/settings.ts';
import {
  databaseSettings,
  type OpenDatabase,
  openDatabase,
} from '../src/sync-database/database.ts';
import { exportUsers } from '../src/sync-database/export-users.ts';
import { sessions, users } from '../src/sync-database/schema.ts';
import { beginSession, endSession, userOfSession } from '../src/sync-database/sessions.ts';
import { syncHandler } from '../src/sync-database/sync-handler.ts';
import { apply, type UserEvent } from './sync-database/apply.ts';
import { databases, type TestDatabase } from './sync-database/databases.ts';
import { type Change, eventsOf } from './sync-database/user-history.ts';
import { ada, userCreated } from './testing/payloads.ts';
import {
  userDeleted,
  userPartUpdated,
  userSuspended,
  userUpdated,
} from './testing/user-payloads.ts';

const later = (minutes: number) => ada.createdAt + minutes * 60_000;

const text = fc.string({ maxLength: 8 });
const content = fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('rename' as const), name: text }),
  fc.record({ kind: fc.constant('custom-data' as const), content }),
  fc.record({ kind: fc.constant('profile' as const), content }),
  fc.record({ kind: fc.constant('suspend' as const), isSuspended: fc.boolean() }),
);

describe.each(databases)('%s', (_, createDatabase) => {
  let database: TestDatabase;
  let opened: OpenDatabase;
  let handler: Handler;

  beforeAll(async () => {
    database = await createDatabase();
    opened = await openDatabase(readSettings(databaseSettings, database.env));
    handler = syncHandler(opened);
  }, 60_000);

  beforeEach(async () => {
    await opened.db.delete(sessions);
    await opened.db.delete(users);
  });

  afterAll(async () => {
    await opened.close();
    await database.drop();
  });

  async function play(events: readonly UserEvent[]) {
    await opened.db.delete(users);
    for (const event of events) await apply(handler, event);
    return opened.db.select().from(users);
  }

  it('stores a user who is created, updated, suspended and deleted', async () => {
    await apply(handler, userCreated());
    const [row] = await opened.db.select().from(users);
    expect(row).toMatchObject({ id: ada.id, email: ada.primaryEmail, name: 'Ada Lovelace' });
    expect(row?.createdAt).toEqual(new Date(ada.createdAt));

    await apply(
      handler,
      userUpdated({ name: 'Ada King', primaryEmail: 'king@acme.example' }, later(1)),
    );
    await apply(handler, userPartUpdated('custom-data', { id: 'mine', updatedAt: 1 }, later(2)));
    await apply(handler, userPartUpdated('profile', { locale: 'en-GB' }, later(3)));
    await apply(
      handler,
      userSuspended(true, later(4), { name: 'Ada King', customData: { plan: 'pro' } }),
    );
    expect(await opened.db.select().from(users)).toMatchObject([
      {
        name: 'Ada King',
        isSuspended: true,
        customData: { plan: 'pro' },
        profile: {},
        updatedAt: new Date(later(4)),
      },
    ]);

    await apply(handler, userDeleted(later(5)));
    const [deleted] = await opened.db.select().from(users);
    expect(deleted).toMatchObject({ id: ada.id, deletedAt: new Date(later(5)) });
    expect(JSON.stringify(deleted)).not.toMatch(/Ada|acme|"pro"|12025550143/);
  });

  it('stores custom data as such, whatever keys it has', async () => {
    await apply(handler, userCreated());
    await apply(handler, userPartUpdated('custom-data', { ...ada, name: 'Eve' }, later(1)));
    const [row] = await opened.db.select().from(users);
    expect(row).toMatchObject({ name: 'Ada Lovelace', customData: { name: 'Eve' } });
  });

  it('changes only the user of the event', async () => {
    await apply(handler, userCreated());
    await apply(handler, userCreated({ id: 'u2', name: 'Grace Hopper' }));
    await apply(handler, userDeleted(later(1)));
    const [grace] = await opened.db.select().from(users).where(eq(users.id, 'u2'));
    expect(grace).toMatchObject({ name: 'Grace Hopper', deletedAt: null });
  });

  it('ends in the same state for every order of events', async () => {
    const events = eventsOf(
      [
        { kind: 'rename', name: 'Ada King' },
        { kind: 'suspend', isSuspended: true },
        { kind: 'custom-data', content: { plan: 'pro' } },
      ],
      1000,
    );
    const expected = await play(events);
    expect(expected).toMatchObject([
      { name: 'Ada King', isSuspended: true, customData: { plan: 'pro' } },
    ]);
    for (const order of permutations(events)) expect(await play(order)).toEqual(expected);
  }, 120_000);

  it('ends in the same state for any changes, in any order, with repetitions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom(0, 1, 60_000),
        fc.infiniteStream(fc.nat()),
        async (changes, isDeleted, stepMs, random) => {
          const events = eventsOf(
            [...changes, ...(isDeleted ? [{ kind: 'delete' as const }] : [])],
            stepMs,
          );
          const repeats = events.filter(() => (random.next().value ?? 0) % 2 === 0);
          const order = shuffle([...events, ...repeats], () => random.next().value ?? 0);
          expect(await play(order)).toEqual(await play(events));
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  it('ends in the same state when events are handled simultaneously', async () => {
    const events = eventsOf(
      Array.from({ length: 8 }, (_, index) => ({ kind: 'rename', name: `Ada ${index}` })),
      1000,
    );
    const expected = await play(events);
    await opened.db.delete(users);
    await Promise.all([...events, ...events].reverse().map((event) => apply(handler, event)));
    expect(await opened.db.select().from(users)).toEqual(expected);
  });

  it('ends the sessions of a deleted user, and starts none', async () => {
    const session = (await beginSession(opened.db, ada.id)) ?? '';
    const other = (await beginSession(opened.db, 'u2')) ?? '';
    await apply(handler, userCreated());
    expect(await userOfSession(opened.db, session)).toBe(ada.id);
    await apply(handler, userDeleted(later(1)));
    expect(await userOfSession(opened.db, session)).toBeUndefined();
    expect(await opened.db.select().from(sessions)).toMatchObject([{ id: other }]);
    expect(await beginSession(opened.db, ada.id)).toBeUndefined();
    await apply(handler, userUpdated({}, later(2)));
    expect(await beginSession(opened.db, ada.id)).toBeUndefined();
    await endSession(opened.db, other);
    expect(await userOfSession(opened.db, other)).toBeUndefined();
  });

  it('leaves no session of a user who is deleted while one starts', async () => {
    await Promise.all([
      ...Array.from({ length: 10 }, () => beginSession(opened.db, ada.id)),
      apply(handler, userDeleted(later(1))),
      ...Array.from({ length: 10 }, () => beginSession(opened.db, ada.id)),
    ]);
    expect(await opened.db.select().from(sessions)).toEqual([]);
  });

  it('ignores the sessions of a user while the user is suspended', async () => {
    await apply(handler, userCreated());
    const session = (await beginSession(opened.db, ada.id)) ?? '';
    await apply(handler, userSuspended(true, later(1)));
    expect(await userOfSession(opened.db, session)).toBeUndefined();
    await apply(handler, userSuspended(false, later(2)));
    expect(await userOfSession(opened.db, session)).toBe(ada.id);
  });

  it('logs an update without a user', async () => {
    const odd = { ...userUpdated({}, later(1)), data: { unexpected: true } };
    expect((await apply(handler, odd)).join()).toContain('update without a user');
    expect(await opened.db.select().from(users)).toEqual([]);
  });

  it('migrates its tables once, even if several receivers start at the same time', async () => {
    if (!database.env.DATABASE_URL) return;
    const all = await Promise.all(
      Array.from({ length: 4 }, () => createSyncDatabase(database.env)),
    );
    for (const { close } of all) await close?.();
  });
});

it('stores users in its directory, which only one process can open', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'sync-database-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const env = { DATABASE_DIRECTORY: path.join(directory, 'deep', 'database') };
  const first = await createSyncDatabase(env);
  await expect(createSyncDatabase(env)).rejects.toThrow('Another process has the database');
  await first.check?.();
  await apply(first, userCreated());
  await first.close?.();
  const { db, close } = await openDatabase(readSettings(databaseSettings, env));
  onTestFinished(close);
  expect(await db.select().from(users)).toMatchObject([{ id: ada.id }]);
}, 60_000);

it('does not start with the URL of another database', async () => {
  await expect(createSyncDatabase({ DATABASE_URL: 'mysql://localhost/x' })).rejects.toThrow(
    'DATABASE_URL must be a URL such as postgres://',
  );
});

function* permutations<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest];
  }
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

it('exports the users of an embedded database while a receiver has it open, and afterwards', async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'users-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const env = { DATABASE_DIRECTORY: path.join(parent, 'database') };
  const settings = readSettings(databaseSettings, env);
  const handler = await createSyncDatabase(env);
  await apply(handler, userCreated());
  expect(JSON.parse(await exportUsers(settings))).toMatchObject({ id: ada.id, deletedAt: null });
  await apply(handler, userDeleted(later(1)));
  const { deletedAt } = JSON.parse(await exportUsers(settings));
  expect(deletedAt).toBe(new Date(later(1)).toISOString());
  await handler.close?.();
  expect(JSON.parse(await exportUsers(settings))).toMatchObject({ id: ada.id, deletedAt });
});
