import { homedir, platform } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where a user's programs keep what they must remember beyond a working directory: the place of the
 * XDG Base Directory Specification, of Apple's or of Microsoft's guidelines.
 */
export function stateHome(env: Environment): string {
  return userDirectory(env, 'XDG_STATE_HOME', 'Application Support', '.local/state');
}

/** Where they keep what can be made anew; by the same guidelines. */
export function cacheHome(env: Environment): string {
  return userDirectory(env, 'XDG_CACHE_HOME', 'Caches', '.cache');
}

function userDirectory(env: Environment, variable: string, library: string, rest: string): string {
  const own = env[variable];
  // The specification has relative ones ignored.
  if (own && path.isAbsolute(own)) return path.join(own, 'logto-hooks');
  if (platform() === 'win32' && env.LOCALAPPDATA) {
    return path.join(env.LOCALAPPDATA, 'logto-hooks');
  }
  const home = env.HOME || homedir();
  const place = platform() === 'darwin' ? path.join('Library', library) : rest;
  return path.join(home, place, 'logto-hooks');
}
