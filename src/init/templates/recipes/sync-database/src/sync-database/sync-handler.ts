import { sql } from 'drizzle-orm';
import type { LogtoPayloads, LogtoUser } from '../logto/payloads.ts';
import type { Handler } from '../receiver/handler.ts';
import type { OpenDatabase } from './database.ts';
import { exportListener } from './export-users.ts';
import { deleteUser, savePart, saveUser } from './save-user.ts';

/** Creates the handler for an open database. */
export function syncHandler({ db, respond, close }: OpenDatabase): Handler {
  respond(exportListener(db));
  const save = ({ data, createdAt }: { data: LogtoUser; createdAt: string }) =>
    saveUser(db, data, createdAt);
  return {
    name: 'sync-database',
    on: {
      'User.Created': save,
      'User.SuspensionStatus.Updated': save,
      async 'User.Data.Updated'(payload, { logger }) {
        const { data, params, createdAt } = payload;
        const part = partOf(payload);
        const userId = params?.userId;
        if (part && userId) await savePart(db, part, userId, { ...data }, createdAt);
        else if (isUser(data)) await saveUser(db, data, createdAt);
        else logger.warn('update without a user', { path: payload.matchedRoute });
      },
      async 'User.Deleted'({ data, createdAt }) {
        await deleteUser(db, data.id, createdAt);
      },
    },
    async check() {
      await db.execute(sql`select 1`);
      return { kind: 'postgres' };
    },
    close,
  };
}

/** Two routes of the Management API send only the part of the user that they changed. */
function partOf({ matchedRoute, path }: LogtoPayloads['User.Data.Updated']) {
  const [, route] = /\/(custom-data|profile)\/?$/.exec(matchedRoute ?? path ?? '') ?? [];
  if (route === undefined) return undefined;
  return route === 'profile' ? 'profile' : 'customData';
}

function isUser(data: LogtoPayloads['User.Data.Updated']['data']): data is LogtoUser {
  return typeof data.id === 'string' && typeof data.updatedAt === 'number';
}
