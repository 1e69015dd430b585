import { homedir, platform } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the directory for state that does not belong to one project: per the XDG Base Directory
 * Specification, or Apple's or Microsoft's guidelines.
 * @throws the system's error for a user without a home
 */
export function stateHome(env: Environment): string {
  return userDirectory(env, 'XDG_STATE_HOME', ['.local', 'state']);
}

/**
 * Returns the directory for the user's settings, by the same guidelines.
 * @throws the system's error for a user without a home
 */
export function configHome(env: Environment): string {
  return userDirectory(env, 'XDG_CONFIG_HOME', ['.config']);
}

function userDirectory(env: Environment, variable: string, fallback: readonly string[]): string {
  const own = env[variable];
  // The specification says to ignore relative paths.
  if (own && path.isAbsolute(own)) return path.join(own, 'logto-hooks');
  if (platform() === 'win32' && env.LOCALAPPDATA) return path.join(env.LOCALAPPDATA, 'logto-hooks');
  const home = env.HOME || homedir();
  if (platform() === 'darwin') {
    return path.join(home, 'Library', 'Application Support', 'logto-hooks');
  }
  return path.join(home, ...fallback, 'logto-hooks');
}
