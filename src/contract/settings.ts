import { randomInt } from 'node:crypto';
import { wantedLogtoVersion } from '../cli/logto-version.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { UsageError } from '../core/errors.ts';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import { requireSettable } from '../core/logto/custom-headers.ts';
import { selectEvents } from '../core/logto/event-patterns.ts';
import type { EventName } from '../core/logto/events.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import { checksFor } from './checks.ts';
import {
  type OutputFile,
  planReports,
  type Report,
  type ReporterName,
} from './reporters/reporters.ts';
import { type Selected, selectChecks } from './select.ts';

/** The flags of `test`, as commander parses them. */
export interface TestFlags {
  readonly to?: URL | undefined;
  readonly start?: string | undefined;
  readonly wait?: number | undefined;
  readonly only?: readonly string[] | undefined;
  /** An object, from the configuration file, has the reason for each check. */
  readonly skip?: readonly string[] | Readonly<Record<string, string>> | undefined;
  readonly events?: readonly string[] | undefined;
  readonly logto?: VersionText | undefined;
  readonly strict?: true | undefined;
  readonly reporter?: readonly ReporterName[] | undefined;
  readonly outputFile?: readonly OutputFile[] | undefined;
  readonly json?: true | undefined;
  readonly fuzz?: number | undefined;
  readonly seed?: number | undefined;
  readonly config?: string | undefined;
  readonly header?: CustomHeaders | undefined;
  readonly timeout?: number | undefined;
  readonly insecure?: true | undefined;
  readonly signingKey?: readonly string[] | undefined;
}

/** The settings of a run. */
export interface TestSettings {
  readonly url: URL | undefined;
  readonly start: string | undefined;
  /** Milliseconds. */
  readonly wait: number;
  readonly events: readonly EventName[];
  readonly version: VersionText | undefined;
  readonly selected: readonly Selected[];
  readonly headers: CustomHeaders;
  readonly strict: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  readonly insecure: boolean;
  readonly signingKey: readonly string[] | undefined;
  readonly reports: readonly Report[];
  /** Generated payloads to send, and their seed; undefined without --fuzz. */
  readonly fuzz: { readonly cases: number; readonly seed: number } | undefined;
}

/** fast-check takes seeds of 32 bits. */
export const maxSeed = 2 ** 31 - 1;

/**
 * Returns the settings of a run.
 * @throws UsageError for unknown events and checks, and for flags that exclude each other
 */
export function loadSettings(flags: TestFlags, { env }: Pick<Terminal, 'env'>): TestSettings {
  const version = wantedLogtoVersion(flags.logto, env);
  const { events } = selectEvents(flags.events ?? '*', version);
  const headers = flags.header ?? [];
  requireSettable(headers);
  const fuzz = fuzzOf(flags);
  const reporters = flags.reporter ?? [flags.json ? 'json' : 'pretty'];
  return {
    url: flags.to,
    start: flags.start,
    wait: flags.wait ?? 30_000,
    events,
    version,
    selected: selectChecks(checksFor(events, { fuzz: fuzz !== undefined }), {
      only: flags.only ?? [],
      skip: reasonsToSkip(flags.skip ?? []),
    }),
    headers,
    strict: flags.strict ?? false,
    timeout: flags.timeout ?? 10_000,
    insecure: flags.insecure ?? false,
    signingKey: flags.signingKey,
    reports: planReports(reporters, flags.outputFile ?? []),
    fuzz,
  };
}

function reasonsToSkip(skip: NonNullable<TestFlags['skip']>): Readonly<Record<string, string>> {
  if (!isList(skip)) return skip;
  const names = skip.flatMap((list) => list.split(','));
  return Object.fromEntries(names.map((name) => [name, 'Skipped by --skip.']));
}

function isList(skip: NonNullable<TestFlags['skip']>): skip is readonly string[] {
  return Array.isArray(skip);
}

function fuzzOf({ fuzz: cases, seed }: TestFlags): TestSettings['fuzz'] {
  if (cases !== undefined) return { cases, seed: seed ?? randomInt(maxSeed) };
  if (seed === undefined) return undefined;
  throw new UsageError('--seed needs --fuzz.', 'For example: --fuzz 1000 --seed 42.');
}
