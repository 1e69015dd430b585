import type { Terminal } from '../../cli/terminal/index.ts';
import type { TenantClient } from '../api/client.ts';
import type { LogEntry, Webhook } from '../api/schemas.ts';
import { checkTimeRange, type EntryFilter, selectEntries } from '../log/select.ts';
import { renderLogged, toLoggedRecord } from '../output/logged.ts';
import { findWebhook } from '../webhook/find.ts';
import { type TenantFlags, withTenant } from '../with-tenant.ts';

export interface DeliveriesFlags extends TenantFlags, EntryFilter {
  /** Milliseconds. */
  readonly pollInterval?: number | undefined;
  readonly json?: true | undefined;
}

/** Lists the deliveries of a webhook, the newest last. */
export async function listDeliveries(
  named: string,
  flags: DeliveriesFlags,
  terminal: Terminal,
): Promise<void> {
  checkTimeRange(flags);
  await withTenant(
    flags,
    terminal,
    async (client) => {
      const webhook = await findWebhook(client, named);
      const print = createPrinter(webhook, flags, terminal);
      const count = await printLogged(client, webhook, flags, print);
      if (count === 0) terminal.err.line(nothing(flags, webhook));
    },
    { isLong: true },
  );
}

/** Prints logged deliveries, the newest last, and returns how many there are. */
export async function printLogged(
  client: TenantClient,
  webhook: Webhook,
  filter: EntryFilter,
  print: (entry: LogEntry) => void,
): Promise<number> {
  const entries: LogEntry[] = [];
  for await (const entry of selectEntries(client, webhook, filter)) entries.push(entry);
  for (const entry of entries.reverse()) print(entry);
  return entries.length;
}

export function createPrinter(
  webhook: Webhook,
  { json }: Pick<DeliveriesFlags, 'json'>,
  { out }: Terminal,
): (entry: LogEntry) => void {
  return (entry) => {
    if (json) return out.line(JSON.stringify(toLoggedRecord(entry, webhook)));
    const columns = out.isTTY ? out.columns : undefined;
    out.lines(renderLogged(entry, webhook, columns, out.style));
  };
}

function nothing({ failed, events, since }: DeliveriesFlags, { name }: Webhook): string {
  const what = failed ? 'failed deliveries' : 'deliveries';
  const which = events ? ` of ${events.join(', ')}` : '';
  return `'${name}' has no ${what}${which} in ${since ? 'this time range' : 'the last 24 hours'}.`;
}
