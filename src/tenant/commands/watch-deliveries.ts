import type { Terminal } from '../../cli/terminal/index.ts';
import { eventMatcher } from '../../core/logto/event-patterns.ts';
import { eventNames } from '../../core/logto/events.ts';
import type { TenantClient } from '../api/client.ts';
import type { LogEntry, Webhook } from '../api/schemas.ts';
import { followLog } from '../follow/follow.ts';
import { watchWebhook } from '../follow/watch-webhook.ts';
import { checkTimeRange, entryMatcher } from '../log/select.ts';
import { renderBack, renderLost } from '../output/connection-state.ts';
import { renderCondition } from '../output/webhook-condition.ts';
import { findWebhook } from '../webhook/find.ts';
import { withTenant } from '../with-tenant.ts';
import { createPrinter, type DeliveriesFlags, printLogged } from './deliveries.ts';

/** Deliveries that are listed first, unless --limit says otherwise. */
const listedFirst = 10;

/**
 * Lists the newest deliveries, then new ones until it is interrupted.
 * @throws UsageError when the webhook is deleted
 */
export async function watchDeliveries(
  named: string,
  flags: DeliveriesFlags,
  terminal: Terminal,
): Promise<void> {
  checkTimeRange(flags);
  const signal = terminal.onInterrupt();
  try {
    const webhook = await withTenant(flags, terminal, (client) => findWebhook(client, named));
    // The follower reports failed requests and retries them.
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

/** Follows the log before listing existing deliveries, so that none is missed between the two. */
async function watch(
  client: TenantClient,
  webhook: Webhook,
  flags: DeliveriesFlags,
  interrupted: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  const { err } = terminal;
  const matches = entryMatcher(webhook, flags);
  const listed = new Set<string>();
  const show = createPrinter(webhook, flags, terminal);
  const showNew = (entry: LogEntry) => {
    if (!listed.has(entry.id) && matches(entry)) show(entry);
  };
  let waiting: LogEntry[] | undefined = [];
  const deliver = async (entry: LogEntry) => void (waiting ? waiting.push(entry) : showNew(entry));
  const ending = new AbortController();
  const signal = AbortSignal.any([interrupted, ending.signal]);
  try {
    const { done } = await followLog(client, {
      ...{ hookId: webhook.id, createdAt: undefined, pollInterval: flags.pollInterval },
      ...{ signal, deliver, ...connectionReporter(terminal) },
    });
    const watching = watchWebhook(client, webhook, {
      ...{ wanted: wantedEvents(flags), interval: flags.pollInterval, signal },
      remedy: "Run 'logto-hooks tenant webhooks' to list the others.",
      onChange: (now, before) => err.lines(renderCondition(webhook, now, before, err.style)),
    });
    const followed = Promise.all([done, watching]);
    followed.catch(() => {}); // Awaited below, after the existing deliveries are listed.
    await printLogged(client, webhook, { ...flags, limit: flags.limit ?? listedFirst }, (entry) => {
      show(entry);
      listed.add(entry.id);
    });
    for (const entry of waiting) showNew(entry);
    waiting = undefined;
    if (!flags.json) err.line(err.style.dim('Watching. Press Ctrl+C to stop.'));
    await followed;
  } finally {
    ending.abort();
  }
}

function wantedEvents({ events }: DeliveriesFlags): readonly string[] | undefined {
  return events && eventNames.filter(eventMatcher(events));
}

/** Returns a listener that reports when the tenant cannot be reached, and when it can again. */
function connectionReporter({ err }: Terminal) {
  let lostFor: number | undefined;
  return {
    onLost: ({ message }: Error) => err.line(renderLost(message, err.style)),
    onBack: (milliseconds: number) => {
      lostFor = milliseconds;
    },
    onPoll(found: number) {
      if (lostFor !== undefined) err.line(renderBack(lostFor, found, err.style));
      lostFor = undefined;
    },
  };
}
