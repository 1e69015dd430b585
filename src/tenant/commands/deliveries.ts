import type { Terminal } from '../../cli/terminal/index.ts';
import type { TenantClient } from '../api/client.ts';
import type { LogEntry, Webhook } from '../api/schemas.ts';
import { followLog } from '../follow/follow.ts';
import { type EntryFilter, entryMatcher, selectEntries } from '../log/select.ts';
import { renderBack, renderLost } from '../output/connection-state.ts';
import { renderLogged, toLoggedRecord } from '../output/logged.ts';
import { findWebhook } from '../webhook/find.ts';
import { type TenantFlags, withTenant } from '../with-tenant.ts';

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
  if (flags.watch) return watchDeliveries(named, flags, terminal);
  await withTenant(
    flags,
    terminal,
    async (client) => {
      const webhook = await findWebhook(client, named);
      const print = printer(webhook, flags, terminal);
      if ((await printLogged(client, webhook, flags, print)) === 0) {
        terminal.err.line(nothing(flags, webhook));
      }
    },
    { isLong: true },
  );
}

/** @returns how many there were */
async function printLogged(
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

async function watchDeliveries(
  named: string,
  flags: DeliveriesFlags,
  terminal: Terminal,
): Promise<void> {
  const signal = terminal.onInterrupt();
  try {
    const webhook = await withTenant(flags, terminal, (client) => findWebhook(client, named));
    // What fails is told and tried again by the follower.
    const options = { isLong: true, signal, retries: 0 };
    await withTenant(
      flags,
      terminal,
      (client) => watch(client, webhook, flags, signal, terminal),
      options,
    );
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  terminal.exitCode = 130;
}

/** The follower begins first, so that nothing falls between it and what is listed. */
async function watch(
  client: TenantClient,
  webhook: Webhook,
  flags: DeliveriesFlags,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  const { err } = terminal;
  const matches = entryMatcher(webhook, flags);
  const shown = new Set<string>();
  const show = printer(webhook, flags, terminal);
  const print = (entry: LogEntry) => {
    if (!shown.has(entry.id) && matches(entry)) show(entry);
  };
  const failing = new AbortController();
  let waiting: LogEntry[] | undefined = [];
  let lostFor: number | undefined;
  const { done: over } = await followLog(client, {
    ...{ hookId: webhook.id, createdAt: undefined },
    signal: AbortSignal.any([signal, failing.signal]),
    deliver: async (entry) => void (waiting ? waiting.push(entry) : print(entry)),
    onLost: ({ message }) => err.line(renderLost(message, err.style)),
    onBack: (milliseconds) => {
      lostFor = milliseconds;
    },
    onPoll(found) {
      if (lostFor !== undefined) err.line(renderBack(lostFor, found, err.style));
      lostFor = undefined;
    },
  });
  over.catch(() => {}); // It is told where it is awaited.
  const first = { ...flags, limit: flags.limit ?? shownBefore };
  try {
    await printLogged(client, webhook, first, (entry) => {
      show(entry);
      shown.add(entry.id);
    });
  } catch (error) {
    failing.abort();
    throw error;
  }
  for (const entry of waiting) print(entry);
  waiting = undefined;
  if (!flags.json) err.line(err.style.dim('Watching; Ctrl+C ends.'));
  await over;
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
  return `'${name}' has no ${what}${which} ${since ? 'in that time' : 'the last 24 hours'}.`;
}
