import { homedir, platform } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where a user's programs keep what they must remember beyond a working directory: the place of the
 * XDG Base Directory Specification, of Apple's or of Microsoft's guidelines.
 * @throws the system's error for a user who has no home
 */
export function stateHome(env: Environment): string {
  const own = absolute(env.XDG_STATE_HOME);
  if (own) return path.join(own, 'logto-hooks');
  if (platform() === 'win32' && env.LOCALAPPDATA) {
    return path.join(env.LOCALAPPDATA, 'logto-hooks');
  }
  const home = env.HOME || homedir();
  if (platform() === 'darwin') {
    return path.join(home, 'Library', 'Application Support', 'logto-hooks');
  }
  return path.join(home, '.local', 'state', 'logto-hooks');
}

/** The specification has relative paths ignored. */
function absolute(place: string | undefined): string | undefined {
  return place && path.isAbsolute(place) ? place : undefined;
}
