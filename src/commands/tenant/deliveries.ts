import { renderLogged, toLoggedRecord } from '../../render/tenant/logged.ts';
import { renderTrouble } from '../../render/tenant/retry.ts';
import type { TenantClient } from '../../tenant/client.ts';
import { findWebhook } from '../../tenant/find-webhook.ts';
import type { LogEntry, Webhook } from '../../tenant/schemas.ts';
import { type EntryFilter, entryMatcher, selectEntries } from '../../tenant/select-entries.ts';
import { watchLog } from '../../tenant/watch-log.ts';
import type { Terminal } from '../../terminal.ts';
import { type TenantFlags, withTenant } from './open.ts';

export interface DeliveriesFlags extends TenantFlags, EntryFilter {
  readonly watch?: true | undefined;
  readonly json?: true | undefined;
}

/** How many come first where one watches. */
const shownBefore = 10;

/** Prints what Logto delivered, the newest last; with --watch also what it delivers from then on. */
export async function listDeliveries(
  named: string,
  flags: DeliveriesFlags,
  terminal: Terminal,
): Promise<void> {
  const { err } = terminal;
  const signal = flags.watch ? terminal.onInterrupt() : undefined;
  const use = async (client: TenantClient) => {
    const webhook = await findWebhook(client, named);
    const limit = flags.limit ?? (flags.watch ? shownBefore : undefined);
    const entries: LogEntry[] = [];
    for await (const entry of selectEntries(client, webhook, { ...flags, limit })) {
      entries.push(entry);
    }
    const print = printer(webhook, flags, terminal);
    for (const entry of entries.reverse()) print(entry);
    if (entries.length === 0) err.line(nothing(flags, webhook));
    if (signal) await watch(client, webhook, entries, { flags, signal, print }, terminal);
  };
  try {
    await withTenant(flags, terminal, use, { isLong: true, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  if (signal?.aborted) terminal.exitCode = 130;
}

interface Watching {
  readonly flags: DeliveriesFlags;
  readonly signal: AbortSignal;
  readonly print: (entry: LogEntry) => void;
}

async function watch(
  client: TenantClient,
  webhook: Webhook,
  entries: readonly LogEntry[],
  { flags, signal, print }: Watching,
  { err }: Terminal,
): Promise<void> {
  const matches = entryMatcher(webhook, flags);
  if (!flags.json) err.line(err.style.dim('Watching; Ctrl+C ends.'));
  const newest = entries.at(-1)?.createdAt;
  const { serverTime } = await client.readLogPage(webhook.id, {}, { page: 1, pageSize: 1 });
  const options = {
    since: newest ?? serverTime ?? Date.now(),
    known: entries.map(({ id }) => id),
    signal,
    onTrouble: (error: Error | undefined) => err.line(renderTrouble(error, err.style)),
  };
  for await (const entry of watchLog(client, webhook, options)) if (matches(entry)) print(entry);
}

function printer(
  webhook: Webhook,
  { json }: DeliveriesFlags,
  { out }: Terminal,
): (entry: LogEntry) => void {
  return (entry) => {
    if (json) return out.line(JSON.stringify(toLoggedRecord(entry, webhook)));
    const columns = out.isTTY ? out.columns : undefined;
    for (const line of renderLogged(entry, webhook, columns, out.style)) out.line(line);
  };
}

function nothing({ failed, events, since }: DeliveriesFlags, { name }: Webhook): string {
  const what = failed ? 'failed deliveries' : 'deliveries';
  const which = events ? ` of ${events.join(', ')}` : '';
  return `'${name}' has no ${what}${which} ${since ? 'in that time' : 'of the last 24 hours'}.`;
}
