import type { DeliveryLayout } from '../cli/output/delivery/delivery.ts';
import { createProblemReporter } from '../cli/output/delivery/history-problems.ts';
import { summarise } from '../cli/output/delivery/summary.ts';
import { announceKey } from '../cli/output/signing-key.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import type { ChaosRule } from '../core/chaos-rule.ts';
import { UsageError } from '../core/errors.ts';
import type { Retention } from '../core/history/retention.ts';
import { historyDirectory } from '../core/history/segments/segment.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import { eventMatcher, parseEventPatterns } from '../core/logto/event-patterns.ts';
import { eventNames } from '../core/logto/events.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import {
  findSigningKeys,
  resolveSigningKey,
  type SigningKey,
} from '../core/workspace/signing-key.ts';
import { planChaos } from './chaos/options.ts';
import type { ForwardTarget } from './forward.ts';
import { createHistorySink, createNullSink } from './history-sink.ts';
import { areKeysEnabled, isInspectorEnabled, prepareInspection } from './inspector/options.ts';
import type { Inspector } from './inspector/server.ts';
import type { Keys } from './keys/start.ts';
import { type ListenOptions, startListener } from './listen.ts';
import { renderTimeOver } from './output/listener.ts';
import { createJsonPrinter, createPrettyPrinter } from './output/printer.ts';
import { openRecorder } from './recorder.ts';
import { createLifetime, type LeaveReason } from './server/lifetime.ts';
import { isTenantEnabled } from './tenant/options.ts';
import type { ListenTenantFlags, TenantLink } from './tenant/tenant-link.ts';

export interface ListenerFlags extends ListenTenantFlags {
  readonly port: number;
  readonly host: string;
  readonly forwardTo?: URL | undefined;
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
  /** A port, true for the usual one, false for none; undefined: where a person looks. */
  readonly inspect?: number | boolean | undefined;
  readonly history: boolean;
  readonly historyKeep?: readonly Partial<Retention>[] | undefined;
  readonly fsync?: true | undefined;
  readonly exitAfter?: number | undefined;
  readonly exitTimeout?: number | undefined;
}

const exitCodes = { enough: 0, 'time-over': 1, interrupted: 130 } as const satisfies Record<
  LeaveReason,
  number
>;

/** Listens until interrupted or told to leave, prints each delivery, and sets the exit code. */
export async function runListener(flags: ListenerFlags, terminal: Terminal): Promise<void> {
  const events = flags.events ? parseEventPatterns(flags.events) : eventNames;
  if (!isTenantEnabled(flags)) return listen(flags, events, terminal);
  const { withTenant } = await import('./tenant/run.ts');
  await withTenant(flags, events, terminal, (link) => listen(flags, events, terminal, link));
}

/** @param link to a tenant whose deliveries come here as well */
async function listen(
  flags: ListenerFlags,
  events: readonly string[],
  terminal: Terminal,
  link?: TenantLink,
): Promise<void> {
  const { cwd, env, err } = terminal;
  const chaos = planChaos(flags, err);
  const recorder = await openRecorder(flags, terminal);
  const key = link?.key ?? resolveSigningKey({ cwd, env, flag: flags.signingKey });
  announceKey(key, err);
  const lifetime = createLifetime(flags, terminal.onInterrupt());
  const printer = flags.json ? createJsonPrinter(terminal) : createPrettyPrinter(flags, terminal);
  if (flags.fsync && !flags.history) {
    throw new UsageError('--fsync is about the history.', 'Leave out --no-history, or --fsync.');
  }
  const historySink = flags.history
    ? createHistorySink(flags.historyKeep ?? [], { fsync: flags.fsync ?? false }, terminal)
    : createNullSink();
  const forwardTo = targetOf(flags);
  const { keepReplay } = historySink;
  const history = flags.history ? historyDirectory(cwd) : null;
  const inspection = await prepareInspection(
    {
      ...{ flags, forwardTo, cwd, signingKey: key.value, events, keepReplay, history },
      reportProblems: createProblemReporter(err),
    },
    terminal,
  );
  let keys: Keys | undefined;

  const listener = await startListener({
    ...pipelineOptions(flags, key, terminal),
    forwardTo,
    chaos,
    keep: historySink.keep,
    onRefusal: printer.refusal,
    onDelivery(delivery) {
      // The keys' filter asks for what the session has.
      inspection?.add(delivery);
      if (keys?.shows(delivery.id) ?? true) printer.delivery(delivery);
      recorder?.record(delivery);
      lifetime.count(delivery);
    },
  });
  let inspector: Inspector | undefined;
  let reason: LeaveReason | undefined;
  try {
    inspection?.locate(listener.url);
    if (isInspectorEnabled(flags, terminal)) inspector = await inspection?.serve(listener.url);
    await link?.begin(listener);
    printer.ready({
      url: listener.url,
      forwardTo: forwardTo ? maskUrl(forwardTo.url) : null,
      inspector: inspector?.url ?? null,
      events,
      keySource: key.source,
      tenant: link?.facts ?? null,
    });
    if (inspection && areKeysEnabled(flags, terminal)) {
      const { openKeys } = await import('./keys/start.ts');
      keys = await openKeys(inspection.source, inspector?.url ?? null, terminal);
      link?.onStatus(keys.tell);
    }
    reason = await Promise.race([lifetime.over, link?.lost ?? lifetime.over]);
    terminal.exitCode = exitCodes[reason];
  } finally {
    keys?.close();
    await link?.end();
    await inspector?.close();
    await listener.close();
    await recorder?.close();
    await historySink.close();
  }
  if (reason === 'time-over') err.line(renderTimeOver(lifetime.verified(), flags.exitAfter));
}

function targetOf({ forwardTo, header, timeout }: ListenerFlags): ForwardTarget | undefined {
  return forwardTo && { url: forwardTo, headers: header ?? [], timeout };
}

/** What the flags alone decide of how deliveries are treated. */
function pipelineOptions(
  flags: ListenerFlags,
  key: SigningKey,
  { cwd, env }: Pick<Terminal, 'cwd' | 'env'>,
): Omit<ListenOptions, 'forwardTo' | 'chaos' | 'keep' | 'onRefusal' | 'onDelivery'> {
  return {
    host: flags.host,
    port: flags.port,
    maxBody: flags.maxBody,
    signingKey: key.value,
    otherKeys: findSigningKeys({ cwd, env }).filter(({ value }) => value !== key.value),
    wants: flags.events ? eventMatcher(flags.events) : () => true,
    allowUnsigned: flags.allowUnsigned ?? false,
    insecure: flags.insecure ?? false,
    respond: flags.respond,
    describe: (event, payload) => summarise(event ?? '', payload),
    delay: flags.delay ?? 0,
  };
}
