import type { Terminal } from '../../cli/terminal/index.ts';
import { UsageError } from '../../core/errors.ts';
import { requireProfile, selectedProfile } from '../api/connection-sources.ts';
import { readProfiles, removeProfiles, writeProfiles } from './profiles.ts';

/** Deletes one or all profiles. @throws UsageError if the profile does not exist */
export function logout(
  flags: { readonly profile?: string | undefined; readonly all?: true | undefined },
  terminal: Terminal,
): void {
  const { env, err } = terminal;
  if (flags.all && flags.profile !== undefined) {
    throw new UsageError('--all and --profile cannot be combined.', 'Use one of them.');
  }
  if (flags.all) {
    removeProfiles(env);
    err.line('Removed every profile.');
    return;
  }
  const name = selectedProfile(flags, env);
  requireProfile(name, terminal);
  const profiles = readProfiles(env);
  profiles.delete(name);
  if (profiles.size === 0) removeProfiles(env);
  else writeProfiles(env, profiles);
  err.line(`Removed profile '${name}'. The app's secret itself is still valid.`);
}
