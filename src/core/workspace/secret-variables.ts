import { platform } from 'node:os';

type Environment = Readonly<Record<string, string | undefined>>;

/** Also the name that existing receivers use. */
export const signingKeyVariable = 'LOGTO_WEBHOOK_SIGNING_KEY';

/** Our variables with secrets. No program that this tool starts needs them. */
export const secretVariables = ['LOGTO_AUTH', signingKeyVariable] as const;

/**
 * Removes the secrets from the environment that child processes inherit.
 * @returns the environment as it was
 */
export function takeSecrets(env: NodeJS.ProcessEnv): Environment {
  const taken = Object.fromEntries(
    // Looked up one by one, because names are case-insensitive on Windows.
    secretVariables.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
  for (const name of secretVariables) delete env[name];
  // On Windows, PATH may be spelled Path.
  const upper = Object.entries(env).map(([name, value]) => [name.toUpperCase(), value]);
  const aliases = platform() === 'win32' ? Object.fromEntries(upper) : {};
  return { ...aliases, ...env, ...taken };
}

/** Returns an environment for a program that this tool starts. */
export function withoutSecrets(env: Environment): Environment {
  const rest = { ...env };
  for (const name of secretVariables) delete rest[name];
  return rest;
}
