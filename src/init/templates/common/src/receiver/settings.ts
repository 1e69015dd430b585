import type { z } from 'zod';
import type { Env } from './handler.ts';

/** A setting that is missing or wrong: one line that says which, and the receiver does not start. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads settings from environment variables. An empty variable counts as not set.
 * @param schema an object of the variables, by name
 * @throws SettingsError naming every variable that is missing or wrong, never a value
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
