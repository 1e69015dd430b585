import { randomUUID } from 'node:crypto';
import type { DeliveryLayout } from '../cli/output/delivery/delivery.ts';
import { createProblemReporter } from '../cli/output/delivery/history-problems.ts';
import { announceKey } from '../cli/output/signing-key.ts';
import type { Output, Terminal } from '../cli/terminal/index.ts';
import type { ChaosRule } from '../core/chaos-rule.ts';
import { UsageError } from '../core/errors.ts';
import type { Retention } from '../core/history/retention.ts';
import { historyDirectory } from '../core/history/segments/segment.ts';
import { isListening } from '../core/http/is-listening.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import { announceListener } from '../core/workspace/listener-address.ts';
import { findSigningKeys, resolveSigningKeys } from '../core/workspace/signing-key.ts';
import { planChaos } from './chaos/options.ts';
import { describeRules } from './chaos/output.ts';
import { EventFilter } from './event-filter.ts';
import { createHistorySink, createNullSink, type HistorySink } from './history-sink.ts';
import { areKeysEnabled, isInspectorEnabled, prepareInspection } from './inspector/options.ts';
import type { Inspector } from './inspector/server.ts';
import type { Keys } from './keys/start.ts';
import { startListener } from './listen.ts';
import { renderTimeout } from './output/listener.ts';
import { createJsonPrinter, createPrettyPrinter } from './output/printer.ts';
import { suggestSend } from './output/send-command.ts';
import { openRecorder } from './recorder.ts';
import { type Route, Router } from './router.ts';
import { type ExitReason, Lifetime } from './server/lifetime.ts';
import { isTenantEnabled } from './tenant/options.ts';
import type { ListenTenantFlags, TenantLink } from './tenant/tenant-link.ts';

export interface ListenerFlags extends ListenTenantFlags {
  readonly port: number;
  readonly host: string;
  readonly route?: readonly Route[] | undefined;
  readonly header?: CustomHeaders | undefined;
  readonly allowUnsigned?: true | undefined;
  readonly output: DeliveryLayout['output'];
  readonly print: DeliveryLayout['print'];
  readonly json?: true | undefined;
  readonly respond?: number | undefined;
  readonly delay?: number | undefined;
  readonly chaos?: readonly ChaosRule[] | undefined;
  readonly chaosSeed?: number | undefined;
  readonly record?: string | undefined;
  readonly redact?: true | undefined;
  readonly maxBody: number;
  /** A port, true for the default one, false for none; undefined: only in a terminal. */
  readonly inspect?: number | boolean | undefined;
  readonly history: boolean;
  readonly historyKeep?: readonly Partial<Retention>[] | undefined;
  readonly fsync?: true | undefined;
  readonly exitAfter?: number | undefined;
  readonly exitTimeout?: number | undefined;
}

const exitCodes = { enough: 0, 'timed-out': 1, interrupted: 130 } as const satisfies Record<
  ExitReason,
  number
>;

/** Listens until it is interrupted or an exit condition is met, and sets the exit code. */
export async function runListener(flags: ListenerFlags, terminal: Terminal): Promise<void> {
  const eventFilter = new EventFilter(flags.events, flags.skipEvents);
  if (!isTenantEnabled(flags)) return listen(flags, eventFilter, terminal);
  const { withTenant } = await import('./tenant/run.ts');
  await withTenant(flags, eventFilter.names, terminal, (link) =>
    listen(flags, eventFilter, terminal, link),
  );
}

/** Runs the listener. @param link to a tenant whose deliveries are received as well */
async function listen(
  flags: ListenerFlags,
  eventFilter: EventFilter,
  terminal: Terminal,
  link?: TenantLink,
): Promise<void> {
  const { cwd, env, err } = terminal;
  const chaos = planChaos(flags, err);
  const recorder = await openRecorder(flags, terminal);
  const signingKeys = link?.keys ?? resolveSigningKeys({ cwd, env, flag: flags.signingKey });
  const [key] = signingKeys;
  announceKey(key, err);
  const lifetime = new Lifetime(flags, terminal.onInterrupt());
  const printer = flags.json ? createJsonPrinter(terminal) : createPrettyPrinter(flags, terminal);
  const historySink = openHistorySink(flags, terminal);
  const router = createRouter(flags, err);
  const inspection = await prepareInspection(
    {
      ...{ flags, router, cwd, signingKeys, events: eventFilter.names },
      keepReplay: historySink.keepReplay,
      history: flags.history ? historyDirectory(cwd) : null,
      reportProblems: createProblemReporter(err),
    },
    terminal,
  );
  const id = randomUUID();
  const listener = await startListener({
    host: flags.host,
    id,
    port: flags.port,
    maxBody: flags.maxBody,
    signingKeys,
    otherKeys: findSigningKeys({ cwd, env }).filter(
      ({ value }) => !signingKeys.some((accepted) => accepted.value === value),
    ),
    allowUnsigned: flags.allowUnsigned ?? false,
    insecure: flags.insecure ?? false,
    respond: flags.respond,
    delay: flags.delay ?? 0,
    ...{ eventFilter, router, chaos, historySink, printer, recorder, inspection, lifetime },
  });
  const withdraw = announceListener(cwd, listener.url, id);
  let inspector: Inspector | undefined;
  let keys: Keys | undefined;
  let reason: ExitReason | undefined;
  try {
    inspection?.locate(listener.url);
    if (isInspectorEnabled(flags, terminal)) inspector = await inspection?.serve(listener.url);
    await link?.begin(listener);
    printer.ready({
      url: listener.url,
      forwardTo: flags.forwardTo ? maskUrl(flags.forwardTo) : null,
      destinations: await Promise.all(
        router.destinations.map(async ({ name, url }) => ({
          name,
          isRunning: await isListening(url),
        })),
      ),
      inspector: inspector?.url ?? null,
      events: eventFilter.names,
      keySources: signingKeys.map(({ source }) => source),
      tenant: link?.facts ?? null,
      record: flags.record === undefined ? null : describeRecord(flags.record, flags.redact),
      chaos: chaos ? describeRules(chaos) : null,
      sendCommand: suggestSend(listener.url, key, eventFilter, terminal),
    });
    if (inspection && areKeysEnabled(flags, terminal)) {
      const { openKeys } = await import('./keys/start.ts');
      keys = await openKeys(inspection.source, inspector?.url ?? null, terminal);
      printer.showOnly(keys.shows);
      link?.onStatus(keys.showStatus);
    }
    reason = await Promise.race([lifetime.ended, link?.lost ?? lifetime.ended]);
    terminal.exitCode = exitCodes[reason];
  } finally {
    keys?.close();
    withdraw();
    await link?.end();
    await inspector?.close();
    await listener.close();
    await recorder?.close();
    await historySink.close();
  }
  if (reason === 'timed-out') err.line(renderTimeout(lifetime.verified, flags));
}

function openHistorySink(flags: ListenerFlags, terminal: Terminal): HistorySink {
  if (flags.history) {
    const fsync = flags.fsync ?? false;
    return createHistorySink(flags.historyKeep ?? [], { fsync }, terminal);
  }
  if (flags.fsync) {
    throw new UsageError('--fsync cannot be combined with --no-history.', 'Omit one of them.');
  }
  return createNullSink();
}

function createRouter({ route, forwardTo, header, timeout }: ListenerFlags, err: Output): Router {
  return new Router({ routes: route ?? [], forwardTo, headers: header ?? [], timeout }, err);
}

function describeRecord(directory: string, redact = false): string {
  return redact ? `${directory} (redacted)` : directory;
}
