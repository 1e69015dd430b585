import { and, eq, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { LogtoUser } from '../logto/payloads.ts';
import type { Database } from './database.ts';
import { sessions, users } from './schema.ts';
import { versionOf } from './version.ts';

/**
 * Saves a user, unless the stored state is newer.
 * @param createdAt of the payload, ISO 8601
 */
export async function saveUser(db: Database, user: LogtoUser, createdAt: string): Promise<void> {
  const { id, customData, profile } = user;
  const version = versionOf(user.updatedAt, createdAt, user);
  await db.transaction(async (tx) => {
    await ensureRow(tx, id);
    await tx
      .update(users)
      .set({ ...columnsOf(user), version })
      .where(isOlder(id, users.version, version));
    await tx
      .update(users)
      .set({ customData, customDataVersion: version })
      .where(isOlder(id, users.customDataVersion, version));
    await tx
      .update(users)
      .set({ profile, profileVersion: version })
      .where(isOlder(id, users.profileVersion, version));
  });
}

/**
 * Saves the one part that an event contains. It has no updatedAt, but the event is created within
 * milliseconds of the update.
 */
export async function savePart(
  db: Database,
  part: 'customData' | 'profile',
  id: string,
  content: Record<string, unknown>,
  createdAt: string,
): Promise<void> {
  const version = versionOf(Date.parse(createdAt), createdAt, content);
  const isCustomData = part === 'customData';
  await db.transaction(async (tx) => {
    await ensureRow(tx, id);
    await tx
      .update(users)
      .set(
        isCustomData
          ? { customData: content, customDataVersion: version }
          : { profile: content, profileVersion: version },
      )
      .where(isOlder(id, isCustomData ? users.customDataVersion : users.profileVersion, version));
  });
}

/** Deletes everything of a user except the id, and ends the user's sessions. */
export async function deleteUser(db: Database, id: string, createdAt: string): Promise<void> {
  const deletedAt = new Date(createdAt);
  const { id: _, ...empty } = emptyUser(id);
  await db.transaction(async (tx) => {
    await tx
      .insert(users)
      .values({ id, deletedAt })
      .onConflictDoUpdate({
        target: users.id,
        // The earliest time, so that a repeated event changes nothing.
        set: { ...empty, deletedAt: sql`least(${users.deletedAt}, excluded.deleted_at)` },
      });
    await tx.delete(sessions).where(eq(sessions.userId, id));
  });
}

async function ensureRow(db: Database, id: string): Promise<void> {
  await db.insert(users).values({ id }).onConflictDoNothing();
}

function isOlder(id: string, column: PgColumn, version: string): SQL | undefined {
  return and(eq(users.id, id), isNull(users.deletedAt), lt(column, version));
}

function columnsOf(user: LogtoUser) {
  return {
    username: user.username,
    email: user.primaryEmail,
    phone: user.primaryPhone,
    name: user.name,
    avatar: user.avatar,
    applicationId: user.applicationId,
    isSuspended: user.isSuspended,
    createdAt: new Date(user.createdAt),
    updatedAt: new Date(user.updatedAt),
  };
}

/** Returns a row in which only the id is known. */
function emptyUser(id: string): Required<typeof users.$inferInsert> {
  return {
    id,
    username: null,
    email: null,
    phone: null,
    name: null,
    avatar: null,
    customData: {},
    profile: {},
    applicationId: null,
    isSuspended: false,
    createdAt: null,
    updatedAt: null,
    deletedAt: null,
    version: '',
    customDataVersion: '',
    profileVersion: '',
  };
}
