import { UsageError } from '../../core/errors.ts';
import { suggest } from '../../core/suggest.ts';
import { readEnvFiles } from '../../core/workspace/env/read.ts';
import { readProfiles } from '../login/profiles.ts';

/** The connection settings of the command line. */
export interface ConnectionFlags {
  readonly endpoint?: string | undefined;
  readonly auth?: string | undefined;
  readonly resource?: string | undefined;
  /** The name of a profile. */
  readonly profile?: string | undefined;
}

export interface Place {
  /** The working directory. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A place that sets endpoint, credentials or both. */
export interface ConnectionSource {
  readonly kind: 'flags' | 'environment' | 'file' | 'profile';
  /** The file or the profile; empty for the others. */
  readonly name: string;
  readonly endpoint: string | undefined;
  readonly auth: string | undefined;
  readonly resource: string | undefined;
}

/** The profile that is used if no other is named. */
const defaultProfile = 'default';

/**
 * Returns the sources that set endpoint or credentials, in order of precedence: flags, `--profile`,
 * environment, env files, LOGTO_PROFILE, the default profile.
 * @throws UsageError if a profile that is named does not exist, or a file cannot be read
 */
export function findConnectionSources(flags: ConnectionFlags, place: Place): ConnectionSource[] {
  const { endpoint, auth, resource } = flags;
  const found: ConnectionSource[] = [
    { kind: 'flags', name: '', endpoint, auth, resource },
    ...(flags.profile === undefined ? [] : [requireProfile(flags.profile, place)]),
    { kind: 'environment', name: '', ...readVariables(place.env) },
    ...readEnvFiles(place.cwd).map(({ name, variables }) => ({
      ...{ kind: 'file' as const, name },
      ...readVariables(variables),
    })),
  ];
  const set = found.filter((source) => source.endpoint !== undefined || source.auth !== undefined);
  const named = place.env.LOGTO_PROFILE;
  if (!named) return [...set, ...findProfile(defaultProfile, place)];
  return [...set, ...(set.length > 0 ? findProfile(named, place) : [requireProfile(named, place)])];
}

/** Returns the name of the profile for `login` and `logout`. */
export function selectedProfile({ profile }: ConnectionFlags, env: Place['env']): string {
  return profile ?? (env.LOGTO_PROFILE || defaultProfile);
}

/** Describes a source for messages: `--endpoint`, `LOGTO_AUTH in .env`, `profile 'staging'`. */
export function describeSource(
  { kind, name }: ConnectionSource,
  setting: 'endpoint' | 'auth',
): string {
  const variable = `LOGTO_${setting.toUpperCase()}`;
  switch (kind) {
    case 'flags':
      return `--${setting}`;
    case 'environment':
      return `${variable} in the environment`;
    case 'file':
      return `${variable} in ${name}`;
    case 'profile':
      return `profile '${name}'`;
  }
}

function readVariables({ LOGTO_ENDPOINT, LOGTO_AUTH, LOGTO_RESOURCE }: Place['env']) {
  return {
    endpoint: LOGTO_ENDPOINT || undefined,
    auth: LOGTO_AUTH || undefined,
    resource: LOGTO_RESOURCE || undefined,
  };
}

function findProfile(name: string, { env }: Place): ConnectionSource[] {
  const profile = readProfiles(env).get(name);
  if (!profile) return [];
  const { endpoint, appId, appSecret, resource } = profile;
  return [{ kind: 'profile', name, endpoint, auth: `${appId}:${appSecret}`, resource }];
}

/** Returns the source of a profile. @throws UsageError if it does not exist */
export function requireProfile(name: string, place: Place): ConnectionSource {
  const [found] = findProfile(name, place);
  if (found) return found;
  const names = [...readProfiles(place.env).keys()];
  const guess = suggest(name, names);
  const remedy = guess
    ? `Did you mean ${guess}?`
    : names.length > 0
      ? `Use one of: ${names.join(', ')}.`
      : '';
  throw new UsageError(
    `Unknown profile '${name}'.`,
    remedy || `Create it with 'logto-hooks tenant login --profile ${name}'.`,
  );
}
