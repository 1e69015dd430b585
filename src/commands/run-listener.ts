import { eventMatcher, parseEventPatterns } from '../core/event-patterns.ts';
import { eventNames } from '../core/events.ts';
import type { Retention } from '../core/history/retention.ts';
import type { CustomHeaders } from '../core/logto-request.ts';
import { findSigningKeys, resolveSigningKey } from '../core/signing-key.ts';
import type { ChaosRule } from '../listen/chaos-rules.ts';
import type { Delivery } from '../listen/delivery.ts';
import { createLifetime, type LeaveReason } from '../listen/lifetime.ts';
import { startListener } from '../listen/listen.ts';
import type { Refusal } from '../listen/server.ts';
import { type DeliveryLayout, renderDelivery, toDeliveryRecord } from '../render/delivery.ts';
import {
  type ListenerFacts,
  renderBanner,
  renderReady,
  toReadyRecord,
} from '../render/listener.ts';
import { announceKey } from '../render/signing-key.ts';
import type { Terminal } from '../terminal.ts';
import { createKeeper, noKeeper } from './keep-deliveries.ts';
import { planChaos } from './listener-chaos.ts';
import { prepareInspection } from './listener-inspector.ts';
import { openRecorder } from './listener-recorder.ts';

export interface ListenerFlags {
  readonly port: number;
  readonly host: string;
  readonly forwardTo?: URL | undefined;
  readonly events?: readonly string[] | undefined;
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
  readonly timeout: number;
  readonly maxBody: number;
  readonly insecure?: true | undefined;
  /** A port, true for the usual one, false for none; undefined: where a person looks. */
  readonly inspect?: number | boolean | undefined;
  readonly signingKey?: string | undefined;
  readonly history: boolean;
  readonly historyKeep?: readonly Partial<Retention>[] | undefined;
  readonly exitAfter?: number | undefined;
  readonly exitTimeout?: number | undefined;
}

const exitCodes = { enough: 0, 'time-over': 1, interrupted: 130 } as const satisfies Record<
  LeaveReason,
  number
>;

/** Listens until interrupted or told to leave, prints each delivery, and sets the exit code. */
export async function runListener(flags: ListenerFlags, terminal: Terminal): Promise<void> {
  const { cwd, env } = terminal;
  const chaos = planChaos(flags, terminal.err);
  const recorder = await openRecorder(flags, terminal);
  const key = resolveSigningKey({ cwd, env, flag: flags.signingKey });
  announceKey(key, terminal.err);
  const lifetime = createLifetime(
    { exitAfter: flags.exitAfter, exitTimeout: flags.exitTimeout },
    terminal.onInterrupt(),
  );
  const printer = flags.json ? jsonPrinter(terminal) : prettyPrinter(flags, terminal);
  const keeper = flags.history ? createKeeper(flags.historyKeep ?? [], terminal) : noKeeper;
  const events = flags.events ? parseEventPatterns(flags.events) : eventNames;
  const forwardTo = flags.forwardTo && {
    url: flags.forwardTo,
    headers: flags.header ?? [],
    timeout: flags.timeout,
  };
  const inspection = await prepareInspection(
    { flags, forwardTo, cwd, signingKey: key.value, events },
    terminal,
  );

  const listener = await startListener({
    host: flags.host,
    port: flags.port,
    maxBody: flags.maxBody,
    signingKey: key.value,
    otherKeys: findSigningKeys({ cwd, env }).filter(({ value }) => value !== key.value),
    wants: flags.events ? eventMatcher(flags.events) : () => true,
    allowUnsigned: flags.allowUnsigned ?? false,
    forwardTo,
    insecure: flags.insecure ?? false,
    respond: flags.respond,
    delay: flags.delay ?? 0,
    chaos,
    keep: keeper.keep,
    onRefusal: printer.refusal,
    onDelivery(delivery) {
      printer.delivery(delivery);
      recorder?.record(delivery);
      inspection?.add(delivery);
      lifetime.count(delivery);
    },
  });
  const inspector = await inspection?.start(listener.url).catch(async (error) => {
    await listener.close();
    throw error;
  });
  printer.ready({
    url: listener.url,
    forwardTo: flags.forwardTo?.href ?? null,
    inspector: inspector?.url ?? null,
    events,
    keySource: key.source,
  });

  const reason = await lifetime.over;
  await inspector?.close();
  await listener.close();
  await recorder?.close();
  keeper.close();
  terminal.exitCode = exitCodes[reason];
}

interface Printer {
  ready(facts: ListenerFacts): void;
  delivery(delivery: Delivery): void;
  refusal(refusal: Refusal): void;
}

function jsonPrinter({ out, err }: Terminal): Printer {
  return {
    ready: (facts) => out.line(JSON.stringify(toReadyRecord(facts))),
    delivery: (delivery) => out.line(JSON.stringify(toDeliveryRecord(delivery))),
    refusal: ({ status, message }) => err.line(`${status}: ${message}`),
  };
}

function prettyPrinter({ output, print }: ListenerFlags, { out, err }: Terminal): Printer {
  return {
    ready(facts) {
      if (output === 'quiet') return err.line(renderReady(facts));
      for (const line of renderBanner(facts, err.style)) err.line(line);
    },
    delivery(delivery) {
      const columns = out.isTTY ? out.columns : undefined;
      const lines = renderDelivery(delivery, { output, print, columns }, out.style);
      if (lines.length > 0) out.line(lines.join('\n'));
    },
    refusal: ({ status, message }) => err.line(err.style.yellow(`! ${status} ${message}`)),
  };
}
