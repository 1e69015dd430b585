import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { systemCode, UsageError } from '../../core/errors.ts';
import { makeDirectory } from '../../core/workspace/make-directory.ts';
import { replaceFile } from '../../core/workspace/replace-file.ts';
import { configHome } from '../../core/workspace/user-directories.ts';

/** A tenant and the machine-to-machine app that signs in to it. */
const profileSchema = z.strictObject({
  endpoint: z.string(),
  appId: z.string(),
  appSecret: z.string(),
  resource: z.string(),
});
export type Profile = z.infer<typeof profileSchema>;

const fileSchema = z.strictObject({ profiles: z.record(z.string(), profileSchema) });

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the file of the profiles, in the user's configuration directory. */
export function profilesFile(env: Environment): string {
  return path.join(configHome(env), 'profiles.json');
}

/**
 * Returns the stored profiles by name; none if there is no file.
 * @throws UsageError if the file cannot be read, is invalid, or can be read by other users
 */
export function readProfiles(env: Environment): Map<string, Profile> {
  const file = profilesFile(env);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    requirePrivate(file);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return new Map();
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file} cannot be read (${code}).`, 'Fix its permissions.', {
      cause: error,
    });
  }
  const parsed = fileSchema.safeParse(parseJson(text));
  // No cause, because a parser error may quote a secret.
  if (!parsed.success) {
    throw new UsageError(`${file} is invalid.`, "Remove it, and run 'logto-hooks tenant login'.");
  }
  return new Map(Object.entries(parsed.data.profiles));
}

/**
 * Stores the profiles, readable by their owner alone (mode 0600, in a directory of mode 0700).
 * @throws UsageError if the file cannot be written
 */
export function writeProfiles(env: Environment, profiles: ReadonlyMap<string, Profile>): void {
  const file = profilesFile(env);
  try {
    makeDirectory(path.dirname(file), 0o700);
    const content = { profiles: Object.fromEntries(profiles) };
    replaceFile(file, Buffer.from(`${JSON.stringify(content, null, 2)}\n`), 0o600);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written (${systemCode(error) ?? String(error)}).`,
      'Fix its permissions, or set XDG_CONFIG_HOME to a directory that you can write to.',
      { cause: error },
    );
  }
}

/** Removes all profiles. */
export function removeProfiles(env: Environment): void {
  rmSync(profilesFile(env), { force: true });
}

function requirePrivate(file: string): void {
  // Windows reports mode 0666 for every file.
  if (path.sep === '\\' || (statSync(file).mode & 0o077) === 0) return;
  throw new UsageError(`Other users can read ${file}.`, `Fix its permissions: chmod 600 ${file}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
