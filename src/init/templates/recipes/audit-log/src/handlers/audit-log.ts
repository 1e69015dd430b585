import { openAuditLog } from '../audit-log/audit-log.ts';
import { settings } from '../audit-log/settings.ts';
import type { AnyPayload, Context, Env, Handler } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';

/** Writes every event to an append-only file, each entry chained to the one before. */
export async function createAuditLog(env: Env): Promise<Handler> {
  const { AUDIT_LOG_FILE, AUDIT_LOG_KEY, AUDIT_LOG_PAYLOADS } = readSettings(settings, env);
  const log = await openAuditLog(AUDIT_LOG_FILE, AUDIT_LOG_KEY);

  async function append(payload: AnyPayload, { deliveryId }: Context): Promise<void> {
    const { event, createdAt, hookId } = payload;
    const content = AUDIT_LOG_PAYLOADS === 'whole' ? { payload } : {};
    await log.append({ deliveryId, event, createdAt, hookId, ...content });
  }

  return { name: 'audit-log', onEvery: append, close: log.close };
}
