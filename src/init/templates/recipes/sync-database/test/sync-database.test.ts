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
import { sessions, users } from '../src/sync-database/schema.ts';
import { beginSession, endSession, userOfSession } from '../src/sync-database/sessions.ts';
import { syncHandler } from '../src/sync-database/sync-handler.ts';
import { apply, type UserEvent } from './sync-database/apply.ts';
import { databases, type TestDatabase } from './sync-database/databases.ts';
import { type Change, storyOf } from './sync-database/story.ts';
import {
  ada,
  userCreated,
  userDeleted,
  userPartUpdated,
  userSuspended,
  userUpdated,
} from './testing/payloads.ts';

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

  it('follows a user through created, updated, suspended and deleted', async () => {
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

  it('takes a part for a part, whatever keys it has', async () => {
    await apply(handler, userCreated());
    await apply(handler, userPartUpdated('custom-data', { ...ada, name: 'Eve' }, later(1)));
    const [row] = await opened.db.select().from(users);
    expect(row).toMatchObject({ name: 'Ada Lovelace', customData: { name: 'Eve' } });
  });

  it('keeps users apart', async () => {
    await apply(handler, userCreated());
    await apply(handler, userCreated({ id: 'u2', name: 'Grace Hopper' }));
    await apply(handler, userDeleted(later(1)));
    const [grace] = await opened.db.select().from(users).where(eq(users.id, 'u2'));
    expect(grace).toMatchObject({ name: 'Grace Hopper', deletedAt: null });
  });

  it('ends in the same state in every order of a story', async () => {
    const story = storyOf(
      [
        { kind: 'rename', name: 'Ada King' },
        { kind: 'suspend', isSuspended: true },
        { kind: 'custom-data', content: { plan: 'pro' } },
      ],
      1000,
    );
    const expected = await play(story);
    expect(expected).toMatchObject([
      { name: 'Ada King', isSuspended: true, customData: { plan: 'pro' } },
    ]);
    for (const order of permutations(story)) expect(await play(order)).toEqual(expected);
  }, 120_000);

  it('ends in the same state, whatever happened, in any order and with any repetition', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom(0, 1, 60_000),
        fc.infiniteStream(fc.nat()),
        async (changes, isDeleted, stepMs, random) => {
          const story = storyOf(
            [...changes, ...(isDeleted ? [{ kind: 'delete' as const }] : [])],
            stepMs,
          );
          const repeats = story.filter(() => (random.next().value ?? 0) % 2 === 0);
          const order = shuffle([...story, ...repeats], () => random.next().value ?? 0);
          expect(await play(order)).toEqual(await play(story));
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  it('ends in the same state where events are worked on at the same time', async () => {
    const story = storyOf(
      Array.from({ length: 8 }, (_, index) => ({ kind: 'rename', name: `Ada ${index}` })),
      1000,
    );
    const expected = await play(story);
    await opened.db.delete(users);
    await Promise.all([...story, ...story].reverse().map((event) => apply(handler, event)));
    expect(await opened.db.select().from(users)).toEqual(expected);
  });

  it('ends the sessions of a deleted user, and lets none begin', async () => {
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

  it('leaves no session to a user who is deleted while one begins', async () => {
    await Promise.all([
      ...Array.from({ length: 10 }, () => beginSession(opened.db, ada.id)),
      apply(handler, userDeleted(later(1))),
      ...Array.from({ length: 10 }, () => beginSession(opened.db, ada.id)),
    ]);
    expect(await opened.db.select().from(sessions)).toEqual([]);
  });

  it('gives a suspended user no session, until that is over', async () => {
    await apply(handler, userCreated());
    const session = (await beginSession(opened.db, ada.id)) ?? '';
    await apply(handler, userSuspended(true, later(1)));
    expect(await userOfSession(opened.db, session)).toBeUndefined();
    await apply(handler, userSuspended(false, later(2)));
    expect(await userOfSession(opened.db, session)).toBe(ada.id);
  });

  it('says so where an update has no user, and goes on', async () => {
    const odd = { ...userUpdated({}, later(1)), data: { unexpected: true } };
    expect((await apply(handler, odd)).join()).toContain('an update without a user');
    expect(await opened.db.select().from(users)).toEqual([]);
  });

  it('brings its tables up to date once, also by several at a time', async () => {
    if (!database.env.DATABASE_URL) return;
    const all = await Promise.all(
      Array.from({ length: 4 }, () => createSyncDatabase(database.env)),
    );
    for (const { close } of all) await close?.();
  });
});

it('keeps users in its directory', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'sync-database-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const env = { DATABASE_DIRECTORY: path.join(directory, 'deep', 'database') };
  const first = await createSyncDatabase(env);
  await apply(first, userCreated());
  await first.close?.();
  const { db, close } = await openDatabase(readSettings(databaseSettings, env));
  onTestFinished(close);
  expect(await db.select().from(users)).toMatchObject([{ id: ada.id }]);
}, 60_000);

it('does not start with a URL of something else', async () => {
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
