import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Configuration } from '../cli/configuration.ts';
import { wantedLogtoVersion } from '../cli/logto-version.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { systemCode, UsageError } from '../core/errors.ts';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import { requireSettable } from '../core/logto/custom-headers.ts';
import { selectEvents } from '../core/logto/event-patterns.ts';
import type { EventName } from '../core/logto/events.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import { projectDirectory } from '../core/workspace/project-directory.ts';
import { checksFor } from './checks.ts';
import {
  type OutputFile,
  planReports,
  type Report,
  type ReporterName,
} from './reporters/reporters.ts';
import { type Selected, selectChecks } from './select.ts';

/** The flags of `test`, as commander gives them. */
export interface TestFlags {
  readonly to?: URL | undefined;
  readonly start?: string | undefined;
  readonly wait?: number | undefined;
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
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
  readonly signingKey?: string | undefined;
}

/** What a run is told, by flags and file. */
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
  readonly signingKey: string | undefined;
  readonly reports: readonly Report[];
  /** Generated payloads to send, and their seed; undefined without --fuzz. */
  readonly fuzz: { readonly cases: number; readonly seed: number } | undefined;
}

/** fast-check takes seeds of 32 bits. */
export const maxSeed = 2 ** 31 - 1;

const defaultFile = 'logto-hooks.config.json';

/**
 * Puts flags and configuration together; flags win.
 * @throws UsageError for what neither may hold
 */
export async function loadSettings(
  flags: TestFlags,
  { cwd, env }: Pick<Terminal, 'cwd' | 'env'>,
): Promise<TestSettings> {
  const configuration = await loadConfiguration(flags.config, cwd);
  const version = wantedLogtoVersion(flags.logto, env);
  const { events } = selectEvents(flags.events ?? configuration.events ?? '*', version);
  const headers = flags.header ?? configuration.headers ?? [];
  requireSettable(headers);
  const fuzz = fuzzOf(flags);
  const flagged = (flags.skip ?? []).flatMap((list) => list.split(','));
  const skip = {
    ...configuration.skip,
    ...Object.fromEntries(flagged.map((name) => [name, 'Left out by --skip.'])),
  };
  const reporters = flags.reporter ?? [flags.json ? 'json' : 'pretty'];
  return {
    url: flags.to ?? configuration.url,
    start: flags.start ?? configuration.start,
    wait: flags.wait ?? configuration.wait ?? 30_000,
    events,
    version,
    selected: selectChecks(checksFor(events, { fuzz: fuzz !== undefined }), {
      only: flags.only ?? [],
      skip,
    }),
    headers,
    strict: flags.strict ?? configuration.strict ?? false,
    timeout: flags.timeout ?? configuration.timeout ?? 10_000,
    insecure: flags.insecure ?? false,
    signingKey: flags.signingKey,
    reports: planReports(reporters, flags.outputFile ?? []),
    fuzz,
  };
}

function fuzzOf({ fuzz: cases, seed }: TestFlags): TestSettings['fuzz'] {
  if (cases !== undefined) return { cases, seed: seed ?? randomInt(maxSeed) };
  if (seed === undefined) return undefined;
  throw new UsageError('--seed goes with --fuzz.', 'Such as: --fuzz 1000 --seed 42.');
}

async function loadConfiguration(named: string | undefined, cwd: string): Promise<Configuration> {
  const file = named ? path.resolve(cwd, named) : path.join(projectDirectory(cwd), defaultFile);
  if (named === undefined && !existsSync(file)) return {};
  // zod costs 20 ms, which only those pay who have the file.
  const { parseConfiguration } = await import('../cli/configuration.ts');
  return parseConfiguration(readText(file, named ?? defaultFile), named ?? defaultFile);
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${name} cannot be read (${systemCode(error) ?? String(error)}).`,
      'Check its path.',
      { cause: error },
    );
  }
}
