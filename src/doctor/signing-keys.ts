import { mkdtempSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, systemCode, UsageError } from '../core/errors.ts';
import type { EnvFileKeys } from '../core/workspace/env/find-keys.ts';
import { projectDirectory } from '../core/workspace/project-directory.ts';
import { signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { findSigningKeys, type SigningKey } from '../core/workspace/signing-key.ts';
import { requireOwnState } from '../core/workspace/state-directory.ts';
import { type Finding, findingsOf } from './finding.ts';

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The length of Logto's column in characters (measured on 1.43). */
const longestKey = 64;

export interface SigningKeyCheck {
  readonly findings: readonly Finding[];
  /** The keys that are set, in order of precedence; empty if they cannot be read. */
  readonly keys: readonly SigningKey[];
}

/**
 * Checks which signing key is used, and whether other places set another one. Findings contain no key.
 * @param envFiles the keys of all env files, including those that this tool does not read
 */
export function checkSigningKeys(place: Place, envFiles: readonly EnvFileKeys[]): SigningKeyCheck {
  const about = findingsOf('signing-key', 'Signing key');
  try {
    const keys = findSigningKeys(place);
    const blank = findBlankKeys(place, envFiles);
    if (blank.length > 0) return { findings: blank, keys };
    const [used] = keys;
    if (!used) return { findings: [checkCreation(place.cwd)], keys };
    const finding = checkFormat(used) ?? checkOthers(used, keys, envFiles);
    return { findings: [finding, ...checkKeyFile(place.cwd)], keys };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { findings: [about.failed(error.message, error.remedy)], keys: [] };
  }
}

/** Returns a finding for each blank key, which is a mistake: the user meant to set one. */
function findBlankKeys({ env }: Place, envFiles: readonly EnvFileKeys[]): Finding[] {
  const about = findingsOf('signing-key', 'Signing key');
  const inEnvironment = env[signingKeyVariable]?.split(',');
  const places = [
    ...(inEnvironment ? [{ name: 'the environment', keys: inEnvironment }] : []),
    ...envFiles,
  ];
  return places
    .filter(({ keys }) => keys.some((key) => key.trim() === ''))
    .map(({ name }) =>
      about.failed(
        `${signingKeyVariable} in ${name} is empty.`,
        "Set it to the key from the webhook's page in Logto's Console, or remove it.",
      ),
    );
}

/** Checks whether the first command that needs a key could create one, by creating a directory there. */
function checkCreation(cwd: string): Finding {
  const about = findingsOf('signing-key', 'Signing key');
  const project = projectDirectory(cwd);
  try {
    requireOwnState(cwd, 'signing-key');
    const state = path.join(project, '.logto-hooks');
    const hasState = statSync(state, { throwIfNoEntry: false }) !== undefined;
    rmdirSync(mkdtempSync(path.join(hasState ? state : project, '.logto-hooks-doctor-')));
    return about.passed('none yet; the first command that needs one creates it');
  } catch (error) {
    if (error instanceof UsageError) return about.failed(error.message, error.remedy);
    return about.failed(
      `No key is set, and none can be created in ${project} (${systemCode(error) ?? errorMessage(error)}).`,
      `Set ${signingKeyVariable}, or work in a directory that you can write to.`,
    );
  }
}

function checkFormat({ value, source }: SigningKey): Finding | undefined {
  const about = findingsOf('signing-key', 'Signing key');
  if (/^\s|\s$|^(["'`]).*\1$/.test(value)) {
    return about.failed(
      `${source} begins or ends with whitespace or quotation marks, which are part of the key then.`,
      'Remove them.',
    );
  }
  if (value.length <= longestKey) return undefined;
  return about.failed(
    `${source} has ${value.length} characters; Logto's keys have at most ${longestKey}.`,
    "Copy the key again from the webhook's page in Logto's Console.",
  );
}

function checkOthers(
  used: SigningKey,
  keys: readonly SigningKey[],
  envFiles: readonly EnvFileKeys[],
): Finding {
  const about = findingsOf('signing-key', 'Signing key');
  const usedPlace = placeOf(used.source);
  const inUse = keys.filter(({ source }) => placeOf(source) === usedPlace);
  const isOther = (value: string) => inUse.every((key) => key.value !== value.trim());
  const others = [
    ...keys.filter(({ value }) => isOther(value)).map(({ source }) => placeOf(source)),
    ...envFiles
      .filter((file) => file.keys.some(isOther))
      .map(({ name }) => `${signingKeyVariable} in ${name}`),
  ];
  if (others.length === 0) return about.passed(usedPlace);
  return about.warned(
    `${usedPlace} is used; another key in ${[...new Set(others)].join(' and ')} is not.`,
    "Keep the key that Logto's Console shows for your webhook, and remove the other one.",
  );
}

/** Returns a source without the position that it ends in if one place has several keys: `… in .env #2`. */
function placeOf(source: string): string {
  return source.replace(/ #\d+$/, '');
}

/** Checks that other users of this machine cannot read the key. */
function checkKeyFile(cwd: string): Finding[] {
  const file = path.join(projectDirectory(cwd), '.logto-hooks', 'signing-key');
  const stats = statSync(file, { throwIfNoEntry: false });
  // Windows reports mode 0666 for every file.
  if (!stats || path.sep === '\\' || (stats.mode & 0o077) === 0) return [];
  const shown = path.relative(cwd, file);
  const about = findingsOf('signing-key-file', 'Key file');
  return [about.warned(`Other users of this machine can read ${shown}.`, `chmod 600 ${shown}`)];
}
