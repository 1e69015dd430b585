import { randomBytes } from 'node:crypto';
import { wantedLogtoVersion } from '../../cli/logto-version.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { errorMessage, UsageError } from '../../core/errors.ts';
import type { VersionText } from '../../core/logto/catalog/entry.ts';
import { selectEvents } from '../../core/logto/event-patterns.ts';
import type { TenantClient } from '../api/client.ts';
import { resolveConnection } from '../api/connection.ts';

import { confirm } from '../commands/change.ts';
import { renderWarning } from '../output/retry.ts';
import { openRegistry } from '../webhook/open-registry.ts';
import {
  listOrphans,
  registerWebhook,
  unregisterWebhook,
  type WebhookRegistry,
} from '../webhook/registry.ts';
import {
  createTemporary,
  isTemporary,
  sweepLeftovers,
  type TemporaryWebhook,
} from '../webhook/temporary.ts';
import { type TenantFlags, withClient } from '../with-tenant.ts';
import { findArrivals } from './arrivals.ts';
import { makeCalls, type Results } from './make-calls.ts';
import { createReport, type Report } from './output.ts';
import { planTrigger, type TriggerPlan } from './plan.ts';
import { explainProduction } from './production.ts';
import { deleteByMarker, TemporaryObjects } from './temporary-objects.ts';

export interface TriggerFlags extends TenantFlags {
  readonly all?: true | undefined;
  readonly keep?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly logto?: VersionText | undefined;
  readonly yes?: true | undefined;
  readonly json?: true | undefined;
}

/**
 * Makes the tenant emit events by changing temporary objects, always deletes them, prints which events
 * arrived, and sets the exit code: 1 if one did not, or a webhook's endpoint failed.
 * @throws UsageError for wrong arguments or without a confirmation, and TenantError as the client does
 */
export async function trigger(
  patterns: readonly string[],
  flags: TriggerFlags,
  terminal: Terminal,
): Promise<void> {
  const plan = planTrigger(selectWanted(patterns, flags, terminal), flags.keep ?? false);
  const report = createReport(flags.json ?? false, terminal);
  if (flags.dryRun) return report.plan(plan);
  if (plan.events.length === 0) {
    report.manual(plan.manual);
    throw new UsageError(
      'No call of the Management API causes these events.',
      'Trigger them by hand.',
    );
  }
  const connection = resolveConnection(flags, terminal);
  const signal = terminal.onInterrupt();
  await withClient(
    connection,
    flags,
    terminal,
    (client) =>
      withClient(
        connection,
        flags,
        terminal,
        (lasting) => run({ plan, flags, report, client, lasting, signal }, terminal),
        {},
      ),
    { isLong: true, signal },
  );
  if (signal.aborted) terminal.exitCode = 130;
}

function selectWanted(
  patterns: readonly string[],
  { all, logto }: TriggerFlags,
  { env }: Pick<Terminal, 'env'>,
) {
  if (all && patterns.length > 0)
    throw new UsageError('--all takes no events.', 'Use one of them.');
  if (!all && patterns.length === 0) {
    throw new UsageError('No event given.', "Name events, such as 'User.*', or use --all.");
  }
  return selectEvents(all ? '*' : patterns, wantedLogtoVersion(logto, env)).events;
}

interface Run {
  readonly plan: TriggerPlan;
  readonly flags: TriggerFlags;
  readonly report: Report;
  /** Stops at Ctrl+C. */
  readonly client: TenantClient;
  /** Continues after Ctrl+C, to clean up. */
  readonly lasting: TenantClient;
  readonly signal: AbortSignal;
}

async function run(options: Run, terminal: Terminal): Promise<void> {
  const { plan, flags, report, client, lasting, signal } = options;
  const registry = openRegistry(terminal, 'triggers');
  report.swept(await sweepTriggers(client, registry));
  await sweepLeftovers(client, openRegistry(terminal));
  const { webhooks: all, serverTime = Date.now() } = await client.listWebhooksWithClock();
  const webhooks = all.filter((webhook) => webhook.enabled && !isTemporary(webhook));
  const warning = explainProduction(client.connection.endpoint, webhooks, plan.events);
  if (warning && !(await confirm(warning, `${warning} Continue?`, flags, terminal))) {
    terminal.err.line('Nothing was changed.');
    return;
  }
  const observer = await createObserver(client, plan, terminal);
  try {
    const results = await triggerAll(options, registry);
    const logs = [
      ...(observer ? [observer.webhook] : []),
      ...webhooks.filter((one) => one.enabled),
    ];
    // The Date header has whole seconds.
    const since = serverTime - 1000;
    const arrivals = signal.aborted
      ? []
      : await findArrivals(client, logs, results.triggered, { since, signal });
    const isFine = report.results(plan, results, arrivals, observer?.webhook.id);
    if (!isFine) terminal.exitCode = 1;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await observer?.remove(lasting);
  }
}

/** Makes the calls, and always deletes what they created, unless it is kept. */
async function triggerAll(
  { plan, flags, client, lasting, signal, report }: Run,
  registry: WebhookRegistry,
): Promise<Results> {
  const marker = randomBytes(8).toString('hex');
  registerWebhook(registry, marker, client.connection.endpoint);
  const objects = new TemporaryObjects(marker);
  let results: Results = { triggered: [], failures: [] };
  try {
    results = await makeCalls(plan.steps, objects, client, signal);
    const deleted = await makeCalls(plan.deletions, objects, lasting);
    results = {
      triggered: [...results.triggered, ...deleted.triggered],
      failures: [...results.failures, ...deleted.failures],
    };
  } finally {
    const errors = flags.keep && !signal.aborted ? [] : await objects.cleanUp(lasting);
    if (errors.length === 0) unregisterWebhook(registry, marker);
    else report.left(errors);
  }
  return results;
}

/** Deletes the objects of killed runs on this machine. @returns how many */
async function sweepTriggers(client: TenantClient, registry: WebhookRegistry): Promise<number> {
  let deleted = 0;
  for (const { marker } of listOrphans(registry, client.connection.endpoint)) {
    deleted += await deleteByMarker(client, marker);
    unregisterWebhook(registry, marker);
  }
  return deleted;
}

/**
 * Creates a temporary webhook, whose log shows whether the events were emitted.
 * @returns undefined if the tenant's plan allows no more; then the logs of its own webhooks are used
 */
async function createObserver(
  client: TenantClient,
  { events }: TriggerPlan,
  terminal: Terminal,
): Promise<TemporaryWebhook | undefined> {
  try {
    return await createTemporary(client, { events, url: undefined }, openRegistry(terminal));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { err } = terminal;
    err.line(
      renderWarning(`No webhook could be created to observe: ${errorMessage(error)}`, err.style),
    );
    return undefined;
  }
}
