import { openAuditLog } from '../audit-log/audit-log.ts';
import { settings } from '../audit-log/settings.ts';
import type { AnyPayload, Context, Env, Handler } from '../receiver/handler.ts';
import { isTestRun, readSettings } from '../receiver/settings.ts';

/** Appends every event to a file whose entries are chained by their hashes. */
export async function createAuditLog(env: Env): Promise<Handler> {
  const { AUDIT_LOG_FILE, AUDIT_LOG_KEY, AUDIT_LOG_PAYLOADS } = readSettings(settings, env);
  const file = isTestRun(env) ? `${AUDIT_LOG_FILE}.test` : AUDIT_LOG_FILE;
  const log = await openAuditLog(file, AUDIT_LOG_KEY);

  async function append(payload: AnyPayload, { deliveryId }: Context): Promise<void> {
    const { event, createdAt, hookId } = payload;
    const content = AUDIT_LOG_PAYLOADS === 'whole' ? { payload } : {};
    await log.append({ deliveryId, event, createdAt, hookId, ...content });
  }

  return { name: 'audit-log', onEvery: append, close: log.close };
}
