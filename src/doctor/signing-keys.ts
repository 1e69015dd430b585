import { mkdtempSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, systemCode, UsageError } from '../core/errors.ts';
import type { KeyFile } from '../core/workspace/env/find-keys.ts';
import { projectDirectory } from '../core/workspace/project-directory.ts';
import { signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { findSigningKeys, type SigningKey } from '../core/workspace/signing-key.ts';
import { requireOwnState } from '../core/workspace/state-directory.ts';
import type { EnvFileCheck } from './env-files.ts';
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
 * @param files the keys of all files, including those that this tool does not read
 */
export function checkSigningKeys(
  place: Place,
  files: Pick<EnvFileCheck, 'keys' | 'distantKeys'>,
): SigningKeyCheck {
  const about = findingsOf('signing-key', 'Signing key');
  try {
    const keys = findSigningKeys(place);
    const blank = findBlankKeys(place, files.keys);
    if (blank.length > 0) return { findings: blank, keys };
    const [used] = keys;
    if (!used) return { findings: [checkUnset(place.cwd, files.distantKeys)], keys };
    const finding =
      checkFormat(used) ?? checkOthers(used, keys, [...files.keys, ...files.distantKeys]);
    return { findings: [finding, ...checkKeyFile(place.cwd)], keys };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { findings: [about.failed(error.message, error.remedy)], keys: [] };
  }
}

/** Returns a finding for each blank key, which is a mistake: the user meant to set one. */
function findBlankKeys({ env }: Place, envFiles: readonly KeyFile[]): Finding[] {
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

/** Warns about keys in directories that are not used here, because a new key would differ from them. */
function checkUnset(cwd: string, distantKeys: readonly KeyFile[]): Finding {
  const finding = checkCreation(cwd);
  if (finding.status !== 'passed' || distantKeys.length === 0) return finding;
  return findingsOf('signing-key', 'Signing key').warned(
    `none here; the first command that needs one creates another key than the one in ${listNames(distantKeys.map(({ name }) => name))}.`,
    'To use that key, set it in .env.local here, or run logto-hooks in that directory.',
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
  files: readonly KeyFile[],
): Finding {
  const about = findingsOf('signing-key', 'Signing key');
  const usedPlace = placeOf(used.source);
  const inUse = keys.filter(({ source }) => placeOf(source) === usedPlace);
  const isOther = (value: string) => inUse.every((key) => key.value !== value.trim());
  const others = [
    ...keys.filter(({ value }) => isOther(value)).map(({ source }) => placeOf(source)),
    ...files.filter((file) => file.keys.some(isOther)).map(({ name }) => name),
  ];
  if (others.length === 0) return about.passed(usedPlace);
  return about.warned(
    `${usedPlace} is used; another key in ${listNames(others)} is not.`,
    "Keep the key that Logto's Console shows for your webhook, and remove the other one.",
  );
}

/** Returns `.env, .env.local and api/.env`, without the variable's name. */
function listNames(places: readonly string[]): string {
  const shown = places.map((place) => place.replace(`${signingKeyVariable} in `, ''));
  const names = [...new Set(shown)];
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');
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
