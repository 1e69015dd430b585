import { env } from 'node:process';
import { createDisplay } from './cli/terminal/display.ts';
import { checksFor } from './contract/checks.ts';
import {
  type CommonOptions,
  type DeliverOptions,
  type DeliverResult,
  deliverEvent,
} from './contract/deliver-event.ts';
import { openTarget, type Target } from './contract/receiver/target.ts';
import { type CheckResult, isFatal } from './contract/result.ts';
import { runContract } from './contract/run/run.ts';
import { type Selected, selectChecks } from './contract/select.ts';
import { UsageError } from './core/errors.ts';
import { selectEvents } from './core/logto/event-patterns.ts';
import type { EventName } from './core/logto/events.ts';
import { signingKeyVariable } from './core/workspace/secret-variables.ts';

export type { CommonOptions, DeliverOptions, DeliverResult } from './contract/deliver-event.ts';
export type { NodeListener, Target, WebHandler } from './contract/receiver/target.ts';
export type {
  CheckDescription,
  CheckResult,
  Group,
  Severity,
} from './contract/result.ts';
export type { Framework } from './contract/snippets/snippet.ts';
export type { Variant } from './core/logto/catalog.ts';
export type { EventName } from './core/logto/events.ts';

/** Registers a test: that of vitest, jest, mocha's `it` or node:test. */
export type TestFunction = (name: string, run: () => Promise<void>, timeout?: number) => unknown;

/** Which checks run, and how. */
export interface ContractOptions extends CommonOptions {
  /** The events that the receiver subscribes to, names and globs (default: all that a stock Logto sends). */
  readonly events?: readonly string[];
  /** Only these checks: ids, groups, globs. */
  readonly only?: readonly string[];
  /** Checks to skip; as an object, each with the reason. */
  readonly skip?: readonly string[] | Readonly<Record<string, string>>;
  /** Whether warnings fail the run. */
  readonly strict?: boolean;
  /** Registers the tests (default: the global `test` or `it`). */
  readonly test?: TestFunction;
}

/** Vitest and jest would end a test after 5 s; the run has its own timeouts. */
const testTimeout = 600_000;

/**
 * Registers one test for each check of the contract between Logto and a receiver.
 * @param target the receiver's URL, or its code, which is then served on loopback
 * @throws UsageError if there is no `test`, and for unknown events and checks
 */
export function contract(target: Target, options: ContractOptions = {}): void {
  const test = options.test ?? globalTest();
  const selected = selectFor(options);
  let run: Promise<Map<string, CheckResult>> | undefined;
  for (const { check, skipReason } of selected) {
    // Context and `this` differ between runners; a declared parameter would make jest wait for a callback.
    test(
      check.id,
      async (...context: unknown[]) => {
        if (skipReason === null) run ??= runAll(target, options, selected);
        const results = await run;
        const unasked = results && unaskedFailure(results, selected);
        if (unasked && skipReason === null) throw toError(unasked);
        const result = results?.get(check.id);
        const status = result?.status ?? 'skipped';
        if (status === 'skipped') return skip(context[0], result?.answered ?? skipReason ?? '');
        if (result && isFatal(result, options.strict ?? false)) throw toError(result);
        if (result?.status === 'failed') console.warn(explain(result));
      },
      testTimeout,
    );
  }
}

/** A failure of a check without a test of its own: the reason why nothing else could be checked. */
function unaskedFailure(
  results: ReadonlyMap<string, CheckResult>,
  selected: readonly Selected[],
): CheckResult | undefined {
  const ids = new Set(selected.map(({ check }) => check.id));
  return [...results.values()].find(
    ({ check, status }) => status === 'failed' && !ids.has(check.id),
  );
}

function globalTest(): TestFunction {
  const { test, it }: { test?: unknown; it?: unknown } = globalThis as object;
  const found = [test, it].find((one) => typeof one === 'function');
  if (isTestFunction(found)) return found;
  throw new UsageError(
    'No global test function found: pass it as contract(target, { test }), ' +
      "with test from 'vitest', 'node:test' or '@jest/globals'.",
  );
}

function isTestFunction(value: unknown): value is TestFunction {
  return typeof value === 'function';
}

function selectFor({ events, only = [], skip = [] }: ContractOptions): Selected[] {
  const isList = (value: object): value is readonly string[] => Array.isArray(value);
  const reasons = isList(skip)
    ? Object.fromEntries(skip.map((name) => [name, 'Skipped by the skip option.']))
    : skip;
  return selectChecks(checksFor(eventsOf(events)), { only, skip: reasons });
}

function eventsOf(patterns: readonly string[] | undefined): readonly EventName[] {
  return selectEvents(patterns ?? '*').events;
}

async function runAll(
  target: Target,
  options: ContractOptions,
  selected: readonly Selected[],
): Promise<Map<string, CheckResult>> {
  const opened = await openTarget(target);
  try {
    const { results } = await runContract({
      url: opened.url,
      signingKey: signingKeyOf(options),
      headers: Object.entries(options.headers ?? {}),
      events: eventsOf(options.events),
      timeout: options.timeout ?? 10_000,
      insecure: false,
      selected,
    });
    return new Map(results.map((result) => [result.check.id, result]));
  } finally {
    await opened.close();
  }
}

function signingKeyOf({ signingKey = env[signingKeyVariable] }: CommonOptions): string {
  if (signingKey) return signingKey;
  throw new UsageError(`No signing key: pass signingKey, or set ${signingKeyVariable}.`);
}

/** Skips the running test if its runner allows that. */
function skip(context: unknown, reason: string): void {
  const skips = (value: unknown): value is { skip(reason: string): void } =>
    // Vitest's context is a function.
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    'skip' in value &&
    typeof value.skip === 'function';
  if (skips(context)) context.skip(createDisplay(env).line(reason));
}

function toError(result: CheckResult): Error {
  const error = new Error(explain(result));
  error.name = 'ContractError';
  // The stack points into this package, which does not help the reader.
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** Test runners print the message as it is, so the receiver's response is escaped. */
function explain({ check, sent, answered, remedy, cause }: CheckResult): string {
  const { line } = createDisplay(env);
  const why = cause
    ? `cause     ${line(cause.message)}\n  evidence  ${line(cause.evidence)}`
    : `why       ${check.why}`;
  return `${check.id}\n  sent      ${line(sent)}\n  response  ${line(answered)}\n  ${why}\n  remedy    ${line(remedy)}`;
}

/**
 * Delivers one event as Logto does, for your own assertions. Each call makes a new payload, with new ids and
 * the current time.
 * @throws UsageError for an unknown event or variant, and without a key; the network's error if there is no
 *  response
 */
export async function deliver<Name extends EventName>(
  event: Name,
  target: Target,
  options: DeliverOptions<Name> = {},
): Promise<DeliverResult> {
  return deliverEvent(event, target, signingKeyOf(options), options);
}
