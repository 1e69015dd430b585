import type { Terminal } from '../../cli/terminal/index.ts';
import { resolveConnection, type TenantConnection } from '../api/connection.ts';
import {
  type ConnectionFlags,
  describeSource,
  findConnectionSources,
} from '../api/connection-sources.ts';
import { profilesFile, readProfiles } from './profiles.ts';

/**
 * Prints the connection in use without its secret, where it is set, and what else is set but not used.
 * @throws UsageError if no usable connection is set
 */
export function whoami(
  flags: ConnectionFlags & { readonly json?: true | undefined },
  terminal: Terminal,
): void {
  const { out, env } = terminal;
  const { endpoint, appId, resource, source } = resolveConnection(flags, terminal);
  const unused = findConnectionSources(flags, terminal)
    .slice(1)
    .map((other) => describeSource(other, other.endpoint === undefined ? 'auth' : 'endpoint'));
  const profiles = [...readProfiles(env).keys()];
  if (flags.json) {
    const { kind, name } = source;
    const record = { type: 'connection', endpoint, appId, resource, source: kind, name };
    out.line(JSON.stringify({ ...record, unused, profiles }));
    return;
  }
  const rows = [
    ['endpoint', endpoint],
    ['app ID', appId],
    ['resource', resource],
    ['source', describeConnectionSource(source, profilesFile(env))],
    ...(unused.length > 0 ? [['not used', unused.join(', ')]] : []),
    ...(profiles.length > 0 ? [['profiles', profiles.join(', ')]] : []),
  ];
  out.lines(rows.map(([name = '', value]) => `${out.style.dim(name.padEnd(9))} ${value}`));
}

function describeConnectionSource(
  { kind, name }: TenantConnection['source'],
  file: string,
): string {
  return {
    flags: 'flags',
    environment: 'LOGTO_ENDPOINT and LOGTO_AUTH in the environment',
    file: `LOGTO_ENDPOINT and LOGTO_AUTH in ${name}`,
    profile: `profile '${name}' in ${file}`,
  }[kind];
}
