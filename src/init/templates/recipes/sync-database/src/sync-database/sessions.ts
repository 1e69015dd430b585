import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from './database.ts';
import { sessions, users } from './schema.ts';

/*
 * Sessions for your application. They are in the same database as the users, so that deleting a user also
 * ends the user's sessions.
 */

/**
 * Starts a session, even for a user whose User.Created has not arrived yet.
 * @returns the session's id, for a cookie; undefined if the user was deleted
 */
export async function beginSession(db: Database, userId: string): Promise<string | undefined> {
  return db.transaction(async (tx) => {
    await tx.insert(users).values({ id: userId }).onConflictDoNothing();
    // Locks the row, so that a deletion waits for this session and ends it.
    const [user] = await tx
      .select({ deletedAt: users.deletedAt })
      .from(users)
      .where(eq(users.id, userId))
      .for('share');
    if (!user || user.deletedAt !== null) return undefined;
    const id = randomBytes(32).toString('base64url');
    await tx.insert(sessions).values({ id, userId });
    return id;
  });
}

/** Returns the user id of a session; undefined if it ended or the user is suspended. */
export async function userOfSession(db: Database, id: string): Promise<string | undefined> {
  const [session] = await db
    .select({ userId: sessions.userId })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, id), isNull(users.deletedAt), eq(users.isSuspended, false)));
  return session?.userId;
}

export async function endSession(db: Database, id: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.id, id));
}
