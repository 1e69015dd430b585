type Environment = Readonly<Record<string, string | undefined>>;

/** The name that receivers in the wild give it, too. */
export const signingKeyVariable = 'LOGTO_WEBHOOK_SIGNING_KEY';

/** Our variables that hold secrets. No program that we start needs them. */
export const secretVariables = ['LOGTO_AUTH', signingKeyVariable] as const;

/**
 * Removes the secrets from the environment that child processes inherit.
 * @returns the environment as it was
 */
export function takeSecrets(env: NodeJS.ProcessEnv): Environment {
  const taken = Object.fromEntries(
    // Looked up one by one: on Windows, names are found in any case.
    secretVariables.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
  for (const name of secretVariables) delete env[name];
  return { ...env, ...taken };
}

/** Returns an environment for a program that we start. */
export function withoutSecrets(env: Environment): Environment {
  const rest = { ...env };
  for (const name of secretVariables) delete rest[name];
  return rest;
}
