import { boolean, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const time = () => timestamp({ withTimezone: true, mode: 'date' });
const freeForm = () => jsonb().$type<Record<string, unknown>>().notNull().default({});
const version = () => text().notNull().default('');

/**
 * Users as Logto has them. After a change here, `npx drizzle-kit generate` writes the migration.
 *
 * A row may be there before all of it is known, for events come in any order: what is not known yet
 * is null. A deleted user stays as an id with a time of deletion and nothing else, so that an update
 * that comes late does not bring the user back.
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
  /** The application the user registered with. */
  applicationId: text(),
  isSuspended: boolean().notNull().default(false),
  createdAt: time(),
  updatedAt: time(),
  deletedAt: time(),
  /** Which state of the user this is: see version.ts. Custom data and profile can be newer than the rest. */
  version: version(),
  customDataVersion: version(),
  profileVersion: version(),
});

/** Who is signed in to your application. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    createdAt: time().notNull().defaultNow(),
  },
  (table) => [index().on(table.userId)],
);
