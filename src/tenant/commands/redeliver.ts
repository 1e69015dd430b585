import { existsSync } from 'node:fs';
import type { Terminal } from '../../cli/terminal/index.ts';
import { isLoopback } from '../../core/http/loopback.ts';
import type { TenantClient } from '../api/client.ts';
import type { LogEntry, Webhook } from '../api/schemas.ts';
import { checkTimeRange, type EntryFilter, findEntries, selectEntries } from '../log/select.ts';
import { askToDeliver, renderPlan, renderPlanned, toPlannedRecord } from '../output/redelivery.ts';
import { endpointDigest, journalFile, readJournal } from '../redeliver/journal.ts';
import {
  endpointOf,
  planRedeliveries,
  type RedeliveryPlan,
  refuseSuccesses,
  toJob,
} from '../redeliver/plan.ts';
import { runRedeliveries } from '../redeliver/run.ts';
import { WorkerClient } from '../redeliver/worker-client.ts';
import { findWebhook } from '../webhook/find.ts';
import { type TenantFlags, withTenant } from '../with-tenant.ts';
import { confirm } from './change.ts';
import { createRedeliveryPrinter } from './redelivery-printer.ts';

export interface RedeliverFlags extends TenantFlags, Omit<EntryFilter, 'limit' | 'failed'> {
  /** Delivery ids or their beginnings; none for all failed deliveries. */
  readonly ids: readonly string[];
  readonly to?: URL | undefined;
  readonly again?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly concurrency: number;
  readonly rate?: number | undefined;
  readonly maxFailures: number;
  readonly yes?: true | undefined;
  readonly json?: true | undefined;
}

/** Redelivers failed deliveries, prints each attempt, and sets the exit code. */
export async function redeliver(
  named: string,
  flags: RedeliverFlags,
  terminal: Terminal,
): Promise<void> {
  if (flags.ids.length === 0 || flags.since) checkTimeRange(flags);
  const { err, cwd } = terminal;
  const read = async (client: TenantClient) => {
    const webhook = await findWebhook(client, named);
    return { webhook, entries: await readEntries(client, webhook, flags) };
  };
  const { webhook, entries } = await withTenant(flags, terminal, read, { isLong: true });
  const url = flags.to ?? endpointOf(webhook);
  const [file, to] = [journalFile(cwd, webhook.id), endpointDigest(url)];
  const plan = async () =>
    planRedeliveries(entries, await readJournal(file, to), flags.again ?? false);

  const first = await plan();
  const isBusy = existsSync(`${file}.lock`); // If busy, another run may still be recording results.
  if (flags.dryRun || (first.planned.length === 0 && !isBusy)) {
    for (const line of renderPlan(first, url, err.style)) err.line(line);
    if (first.planned.length === 0) return err.line('Nothing to redeliver.');
    return printPlan(first, url, flags, terminal);
  }
  if (first.planned.length > 0 && !isLoopback(url)) {
    const question = askToDeliver(first, url);
    const warning = `This would redeliver ${first.planned.length} to ${url.host}, which is not this machine.`;
    if (!(await confirm(warning, question, flags, terminal))) return err.line('Nothing was sent.');
  }
  const { insecure = false, concurrency, timeout } = flags;
  const channel = await terminal.startSelf(['tenant', 'worker']);
  const worker = await WorkerClient.open(channel, { file, insecure, concurrency, timeout });
  try {
    // No other process writes the journal now.
    await run(await plan(), worker, { webhook, url, flags }, terminal);
  } finally {
    await worker.close();
  }
}

/**
 * Returns the selected log entries, the newest first.
 * @throws UsageError for ids that match none or several, or that Logto already delivered
 */
async function readEntries(
  client: TenantClient,
  webhook: Webhook,
  flags: RedeliverFlags,
): Promise<LogEntry[]> {
  const { ids, again } = flags;
  if (ids.length > 0) {
    const found = await findEntries(client, webhook, ids, flags);
    if (!again) refuseSuccesses(found, webhook);
    return found;
  }
  const entries: LogEntry[] = [];
  for await (const entry of selectEntries(client, webhook, { ...flags, failed: true })) {
    entries.push(entry);
  }
  return entries;
}

interface Subject {
  readonly webhook: Webhook;
  readonly url: URL;
  readonly flags: RedeliverFlags;
}

async function run(
  plan: RedeliveryPlan,
  worker: WorkerClient,
  { webhook, url, flags }: Subject,
  terminal: Terminal,
): Promise<void> {
  const { err } = terminal;
  for (const line of renderPlan(plan, url, err.style)) err.line(line);
  if (plan.planned.length === 0) return err.line('Nothing to redeliver.');
  const signal = terminal.onInterrupt();
  const printer = await createRedeliveryPrinter(plan, flags, terminal);
  const { concurrency, rate, maxFailures } = flags;
  const outcome = await runRedeliveries(
    plan.planned,
    { concurrency, rate, maxFailures, signal },
    {
      toJob: (planned) => toJob(planned, webhook, url),
      deliver: (job) => worker.deliver(job),
      report: printer.report,
      onRound: printer.round,
    },
  ).finally(printer.stop);
  printer.end(outcome);
  terminal.exitCode = signal.aborted ? 130 : outcome.failed + outcome.left > 0 ? 1 : 0;
}

function printPlan(
  { planned }: RedeliveryPlan,
  url: URL,
  { json }: RedeliverFlags,
  { out, err }: Terminal,
): void {
  for (const one of planned) {
    out.line(json ? JSON.stringify(toPlannedRecord(one, url)) : renderPlanned(one, out.style));
  }
  err.line(`${planned.length} would be redelivered. Nothing was sent.`);
}
