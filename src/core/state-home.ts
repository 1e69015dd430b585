import { homedir, platform } from 'node:os';
import path from 'node:path';

/**
 * Where a user's programs keep what they must remember beyond a working directory: the place of the
 * XDG Base Directory Specification, of Apple's or of Microsoft's guidelines.
 */
export function stateHome(env: Readonly<Record<string, string | undefined>>): string {
  const own = env.XDG_STATE_HOME;
  // The specification has relative ones ignored.
  if (own && path.isAbsolute(own)) return path.join(own, 'logto-hooks');
  if (platform() === 'win32' && env.LOCALAPPDATA) {
    return path.join(env.LOCALAPPDATA, 'logto-hooks');
  }
  const home = env.HOME || homedir();
  if (platform() === 'darwin') {
    return path.join(home, 'Library', 'Application Support', 'logto-hooks');
  }
  return path.join(home, '.local', 'state', 'logto-hooks');
}
