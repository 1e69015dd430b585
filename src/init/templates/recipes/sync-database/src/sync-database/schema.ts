import { boolean, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const time = () => timestamp({ withTimezone: true, mode: 'date' });
const freeForm = () => jsonb().$type<Record<string, unknown>>().notNull().default({});
const version = () => text().notNull().default('');

/**
 * Logto's users. After a change here, generate the migration with `npx drizzle-kit generate`.
 *
 * Events arrive in any order, so columns that are not known yet are null. Of a deleted user, the id and
 * the time of deletion remain, so that a late update does not bring the user back.
 */
export const users = pgTable('users', {
  id: text().primaryKey(),
  username: text(),
  email: text(),
  phone: text(),
  name: text(),
  avatar: text(),
  customData: freeForm(),
  profile: freeForm(),
  /** The application of the sign-up. */
  applicationId: text(),
  isSuspended: boolean().notNull().default(false),
  createdAt: time(),
  updatedAt: time(),
  deletedAt: time(),
  /** See version.ts. Custom data and profile can be newer than the rest. */
  version: version(),
  customDataVersion: version(),
  profileVersion: version(),
});

/** The sessions of your application. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    createdAt: time().notNull().defaultNow(),
  },
  (table) => [index().on(table.userId)],
);
