import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from './database.ts';
import { sessions, users } from './schema.ts';

/*
 * For your application: sessions that end with the user. They live in the same database, so that a
 * deletion ends them whatever the application is doing.
 */

/**
 * Begins a session, also for a user whose User.Created has not come yet.
 * @returns the session's id, for a cookie; undefined where the user was deleted
 */
export async function beginSession(db: Database, userId: string): Promise<string | undefined> {
  return db.transaction(async (tx) => {
    await tx.insert(users).values({ id: userId }).onConflictDoNothing();
    // Holds a deletion back until this session is there to be ended by it.
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

/** @returns whose session it is; undefined where it has ended, or the user is suspended */
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
