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

/** What of the contract is tested, and how. */
export interface ContractOptions extends CommonOptions {
  /** The events that the receiver subscribes to, names and globs; all that a stock Logto sends unless given. */
  readonly events?: readonly string[];
  /** Only these checks: ids, groups, globs. */
  readonly only?: readonly string[];
  /** Checks to leave out; as an object, each with the reason. */
  readonly skip?: readonly string[] | Readonly<Record<string, string>>;
  /** Whether warnings fail, too. */
  readonly strict?: boolean;
  /** Registers the tests; the global `test` or `it` unless given. */
  readonly test?: TestFunction;
}

/** Vitest and jest end a test after 5 s otherwise; the run has times of its own. */
const testTimeout = 600_000;

/**
 * Registers one test for each check of the contract between Logto and a receiver.
 * @param target the receiver's URL, or its code, which is then served on loopback
 * @throws UsageError where there is no `test`, and for options that name what does not exist
 */
export function contract(target: Target, options: ContractOptions = {}): void {
  const test = options.test ?? globalTest();
  const selected = selectFor(options);
  let run: Promise<Map<string, CheckResult>> | undefined;
  for (const { check, skipReason } of selected) {
    // Context and `this` differ from runner to runner; a declared parameter would make jest wait for a callback.
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

/** A failure of a check that no test is registered for: it says why nothing else could be checked. */
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

/** Skips the running test where its runner lets a test do so. */
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
  // Where the check is written is of no use to whoever reads it.
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

/** Test runners print it as it is, so what a receiver responded is escaped. */
function explain({ check, sent, answered, remedy, cause }: CheckResult): string {
  const { line } = createDisplay(env);
  const why = cause
    ? `cause     ${line(cause.message)}\n  evidence  ${line(cause.evidence)}`
    : `why       ${check.why}`;
  return `${check.id}\n  sent      ${line(sent)}\n  answered  ${line(answered)}\n  ${why}\n  remedy    ${line(remedy)}`;
}

/**
 * Delivers one event as Logto does, for assertions of one's own. Each call makes a payload of its own:
 * other ids, of now.
 * @throws UsageError for an event or variant that does not exist, and without a key; the network's
 *   error where there was no answer
 */
export async function deliver<Name extends EventName>(
  event: Name,
  target: Target,
  options: DeliverOptions<Name> = {},
): Promise<DeliverResult> {
  return deliverEvent(event, target, signingKeyOf(options), options);
}
