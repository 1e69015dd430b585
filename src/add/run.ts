import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { announceKey } from '../cli/output/signing-key.ts';
import { ownCommand } from '../cli/own-command.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { systemCode, UsageError } from '../core/errors.ts';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import { selectEvents } from '../core/logto/event-patterns.ts';
import { newestVersion } from '../core/logto/versions.ts';
import { writeEnvVariable } from '../core/workspace/env-file.ts';
import { makeDirectory } from '../core/workspace/make-directory.ts';
import { ownPath } from '../core/workspace/own-path.ts';
import { replaceFile } from '../core/workspace/replace-file.ts';
import { signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { findSigningKeys, resolveSigningKey } from '../core/workspace/signing-key.ts';
import { detectApp, titleOf } from './detect.ts';
import { renderChanges, renderNextSteps } from './output.ts';
import { type Plan, planAddition } from './plan.ts';
import type { FileChange } from './wiring.ts';

export interface AddOptions {
  readonly framework: string | undefined;
  readonly events: readonly string[];
  readonly route: string;
  readonly version: VersionText | undefined;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/** Adds a verified route to the app in the working directory, after showing what changes. */
export async function runAdd(options: AddOptions, terminal: Terminal): Promise<void> {
  const { cwd, out, err, interactive } = terminal;
  const version = options.version ?? newestVersion;
  const { events } = selectEvents(options.events, version);
  const app = detectApp(cwd, options.framework);
  const plan = planAddition(app, {
    ...{ events, version, route: parseRoute(options.route) },
  });
  if (isDone(plan, terminal)) {
    err.line(
      plan.isUnregistered
        ? 'Nothing to write: the rest is left to you.'
        : `Nothing to change: ${plan.route} is already set up.`,
    );
    printNextSteps(plan, terminal);
    return;
  }
  err.line(`${plan.title}: ${describe(plan, events)}`);
  if (options.framework === undefined && app.others.length > 0) {
    err.line(
      `Also found: ${app.others.map(titleOf).join(', ')}. To add it there, name it: add ${app.others[0]}.`,
    );
  }
  out.lines(renderChanges(plan, out.style));
  if (options.dryRun) return;
  if (!options.yes && !interactive) {
    throw new UsageError('Nothing was written.', 'Pass --yes to write these changes.');
  }
  if (
    !options.yes &&
    plan.changes.length > 0 &&
    !(await terminal.confirm('Write these changes?'))
  ) {
    return;
  }
  for (const change of plan.changes) write(cwd, change);
  writeKey(plan, terminal);
  printNextSteps(plan, terminal);
}

function describe({ changes, route, envFile }: Plan, events: readonly string[]): string {
  return changes.length > 0
    ? `adding ${route} for ${events.join(', ')}`
    : `only the signing key has to be written to ${envFile}`;
}

function printNextSteps(plan: Plan, terminal: Terminal): void {
  const { cwd, err } = terminal;
  err.lines(renderNextSteps(plan, ownCommand(terminal, cwd), err.style));
}

/** Returns whether all files are written and the env file has the signing key. */
function isDone({ changes, envFile }: Plan, { cwd, env }: Terminal): boolean {
  const keys = findSigningKeys({ cwd, env });
  const written = keys.find(({ source }) => source === `${signingKeyVariable} in ${envFile}`);
  return changes.length === 0 && written !== undefined && written.value === keys[0]?.value;
}

function parseRoute(text: string): string {
  if (/^\/[\w./-]*\w$/.test(text) && !/\.\./.test(text)) return text;
  throw new UsageError(
    `'${text}' is not a valid path for a route.`,
    'Use one like /webhooks/logto.',
  );
}

/** Writes a file. @throws UsageError if it cannot be written, or was created meanwhile */
function write(directory: string, { file, before, after }: FileChange): void {
  try {
    const target = ownPath(directory, ...file.split('/'));
    if (before !== null) replaceFile(target, Buffer.from(after));
    else {
      makeDirectory(path.dirname(target));
      writeFileSync(target, after, { flag: 'wx' });
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `'${file}' cannot be written (${systemCode(error) ?? String(error)}).`,
      'Check its directory and permissions.',
      { cause: error },
    );
  }
}

/** Writes the signing key of listen and send to the app's env file. */
function writeKey({ envFile }: Plan, { cwd, env, err }: Terminal): void {
  const key = resolveSigningKey({ cwd, env });
  announceKey(key, err);
  if (key.source === `${signingKeyVariable} in ${envFile}`) return;
  writeEnvVariable(path.join(cwd, envFile), signingKeyVariable, key.value, cwd);
  err.line(`${signingKeyVariable} is set in ${envFile}.`);
}
