import type { z } from 'zod';
import type { Env } from './handler.ts';

/** A missing or invalid setting. The message is one line for the person who starts the receiver. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Returns whether the receiver is under test: it then changes nothing outside this process. */
export function isTestRun(env: Env): boolean {
  return env.LOGTO_HOOKS_TEST === '1';
}

/**
 * Reads settings from environment variables. An empty variable counts as missing.
 * @param schema an object schema of the variables, by name
 * @throws SettingsError naming every variable that is missing or invalid, never a value
 */
export function readSettings<Schema extends z.ZodType>(schema: Schema, env: Env): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return name !== '' && set[name] === undefined ? `${name} is not set` : `${name} ${message}`;
  });
  throw new SettingsError(`${[...new Set(problems)].join('; ').trim()}. See .env.example.`);
}
