import {
  explainAttempt,
  renderAttempt,
  toAttemptRecord,
} from '../../cli/output/delivery/attempt.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { isLoopback } from '../../core/http/loopback.ts';
import { createUndiciTransport } from '../../core/http/transport/undici-transport.ts';
import { parseEventPatterns } from '../../core/logto/event-patterns.ts';
import { eventsOf, type Webhook } from '../api/schemas.ts';
import {
  renderCounts,
  renderMissingEvent,
  renderNothingMissing,
  renderNotWanted,
  renderProgressOf,
  renderReconciled,
  renderUndated,
  toMissingEventRecord,
} from '../output/reconcile.ts';
import { shownUrl } from '../output/url.ts';
import { findMissingEvents, missingEventNames } from '../reconcile/compare.ts';
import { openState } from '../reconcile/open-state.ts';
import type { ReceiverState } from '../reconcile/read-state.ts';
import { type SentEvent, sendMissingEvents } from '../reconcile/send-events.ts';
import { Spool } from '../reconcile/spool.ts';
import { endpointOf } from '../redeliver/plan.ts';
import { findWebhook } from '../webhook/find.ts';
import { type TenantFlags, withTenant } from '../with-tenant.ts';
import { confirm } from './change.ts';

export interface ReconcileFlags extends TenantFlags {
  readonly state: string;
  readonly events?: readonly string[] | undefined;
  readonly to?: URL | undefined;
  readonly dryRun?: true | undefined;
  readonly concurrency: number;
  readonly rate?: number | undefined;
  readonly maxFailures: number;
  readonly yes?: true | undefined;
  readonly json?: true | undefined;
}

/** Compares the receiver's state with the tenant and sends the receiver the events it missed. */
export async function reconcile(
  named: string,
  flags: ReconcileFlags,
  terminal: Terminal,
): Promise<void> {
  const { err, cwd } = terminal;
  const { events } = flags;
  const asked = events ? parseEventPatterns(events) : missingEventNames;
  const state = await openState(flags.state, { cwd, stdin: () => terminal.openStdin() });
  if (state.undated > 0) err.line(renderUndated(state.undated, err.style));
  const signal = terminal.onInterrupt();
  const spool = new Spool(cwd);
  try {
    const webhook = await compare(named, { flags, asked, state, spool, signal }, terminal);
    if (spool.size === 0) {
      err.line(renderNothingMissing(state.users.size, state.organizations.size));
    } else if (flags.dryRun) await list(spool, flags, terminal);
    else await tell(spool, webhook, flags, terminal);
  } catch (error) {
    if (!signal.aborted) throw error;
    terminal.exitCode = 130;
  } finally {
    spool.remove();
  }
}

interface Comparison {
  readonly flags: ReconcileFlags;
  readonly asked: readonly string[];
  readonly state: ReceiverState;
  readonly spool: Spool;
  readonly signal: AbortSignal;
}

/** Writes the missing events to the spool. */
async function compare(
  named: string,
  { flags, asked, state, spool, signal }: Comparison,
  terminal: Terminal,
): Promise<Webhook> {
  const { err } = terminal;
  return withTenant(
    flags,
    terminal,
    async (client) => {
      const webhook = await findWebhook(client, named);
      const wanted = missingEventNames.filter((event) => asked.includes(event));
      const subscribed = new Set(wanted.filter((event) => eventsOf(webhook).includes(event)));
      if (subscribed.size < wanted.length) {
        const others = wanted.filter((event) => !subscribed.has(event));
        err.line(renderNotWanted(others, err.style));
      }
      const spinner = err.isTTY && !flags.json ? await terminal.spinner('') : undefined;
      try {
        const onProgress = (kind: string, done: number, total: number | undefined) => {
          if (spinner) spinner.text = renderProgressOf(kind, done, total);
        };
        for await (const gap of findMissingEvents(client, state, subscribed, { onProgress }))
          spool.add(gap);
      } finally {
        spinner?.stop();
      }
      return webhook;
    },
    { isLong: true, signal },
  );
}

async function list(spool: Spool, { json }: ReconcileFlags, { out, err }: Terminal): Promise<void> {
  for await (const gap of spool.read()) {
    out.line(json ? JSON.stringify(toMissingEventRecord(gap)) : renderMissingEvent(gap, out.style));
  }
  if (json) out.line(JSON.stringify({ type: 'summary', gaps: spool.size, ...countsOf(spool) }));
  err.line(`${renderCounts(spool.counts)} would be sent. Nothing was sent.`);
}

async function tell(
  spool: Spool,
  webhook: Webhook,
  flags: ReconcileFlags,
  terminal: Terminal,
): Promise<void> {
  const { out, err } = terminal;
  const url = flags.to ?? endpointOf(webhook);
  if (!isLoopback(url)) {
    const what = `${renderCounts(spool.counts)} to ${shownUrl(url.href)}`;
    const warning = `This would send ${what}, which is not this machine.`;
    if (!(await confirm(warning, `Send ${what}?`, flags, terminal))) {
      return err.line('Nothing was sent.');
    }
  }
  err.line(err.style.dim(`→ ${shownUrl(url.href)}  ${renderCounts(spool.counts)}`));
  const { insecure = false, concurrency, rate, maxFailures, timeout, json } = flags;
  const signal = terminal.onInterrupt();
  const transport = createUndiciTransport({ insecure, connections: concurrency });
  const outcome = await sendMissingEvents(spool.read(), {
    ...{ webhook, url, transport, timeout, concurrency, rate, maxFailures, signal },
    report: (sent) => report(sent, json ?? false, terminal),
  }).finally(() => transport.close());
  const { delivered, failed, gaveUp } = outcome;
  const left = spool.size - delivered - failed;
  if (json) {
    const counts = { sent: delivered + failed, ok: delivered, failed, left, gaveUp };
    out.line(JSON.stringify({ type: 'summary', gaps: spool.size, ...countsOf(spool), ...counts }));
  } else {
    for (const line of renderReconciled(outcome, left, maxFailures, out.style)) out.line(line);
  }
  terminal.exitCode = signal.aborted ? 130 : failed + left > 0 ? 1 : 0;
}

function report(
  { gap, synthetic, attempt, ok }: SentEvent,
  json: boolean,
  { out, err }: Terminal,
): void {
  const reported = {
    outgoing: { event: gap.event, variant: null },
    delivery: gap.id,
    sent: { request: { body: synthetic.body }, signature: synthetic.signature },
    ...{ attempt, ok, number: 1, final: true },
  };
  out.line(
    json
      ? JSON.stringify(toAttemptRecord(reported))
      : renderAttempt(reported, eventWidth, out.style),
  );
  if (ok || json) return;
  for (const line of explainAttempt(reported, err.style)) err.line(`      ${line}`);
}

/** The length of the longest event here. */
const eventWidth = 'Organization.Data.Updated'.length;

function countsOf({ counts }: Spool) {
  return { events: Object.fromEntries(counts) };
}
