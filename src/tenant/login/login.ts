import path from 'node:path';
import type { Terminal } from '../../cli/terminal/index.ts';
import { UsageError } from '../../core/errors.ts';
import { isHomeDirectory } from '../../core/workspace/home-directory.ts';
import { projectDirectory } from '../../core/workspace/project-directory.ts';
import {
  parseAuth,
  parseResource,
  parseTenantEndpoint,
  resourceOf,
  type TenantConnection,
} from '../api/connection.ts';
import { selectedProfile } from '../api/connection-sources.ts';
import { type TenantFlags, withClient } from '../with-tenant.ts';
import { profilesFile, readProfiles, writeProfiles } from './profiles.ts';

export interface LoginFlags extends TenantFlags {
  readonly appId?: string | undefined;
  readonly secretStdin?: true | undefined;
  readonly json?: true | undefined;
}

/**
 * Prompts for missing flags, checks that the tenant grants access, and stores it as a profile.
 * @throws UsageError if something is missing or invalid, and TenantError if the tenant refuses
 */
export async function login(flags: LoginFlags, terminal: Terminal): Promise<void> {
  const name = requireProfileName(selectedProfile(flags, terminal.env));
  const file = profilesFile(terminal.env);
  refuseProject(file, terminal.cwd);
  const profiles = readProfiles(terminal.env);
  const { endpoint, appId, appSecret, resource } = await readConnection(flags, terminal);
  const connection: TenantConnection = {
    ...{ endpoint, appId, appSecret, resource },
    source: { kind: 'profile', name },
  };
  const webhooks = await withClient(connection, flags, terminal, (client) => client.listWebhooks());
  writeProfiles(
    terminal.env,
    new Map([...profiles, [name, { endpoint, appId, appSecret, resource }]]),
  );
  const { out, err } = terminal;
  if (flags.json) {
    out.line(JSON.stringify({ type: 'profile', name, endpoint, appId, resource, file }));
    return;
  }
  const count = webhooks.length === 1 ? '1 webhook' : `${webhooks.length} webhooks`;
  err.line(`${err.style.green('✓')} ${endpoint} grants access (${count}).`);
  err.line(`Stored as profile '${name}' in ${file}.`);
}

async function readConnection(flags: LoginFlags, terminal: Terminal) {
  if (flags.auth !== undefined && (flags.appId !== undefined || flags.secretStdin)) {
    throw new UsageError('--auth already contains the app ID and secret.', 'Use it alone.');
  }
  const endpoint = parseTenantEndpoint(
    flags.endpoint ??
      (await ask(terminal, 'Endpoint (https://<tenant-id>.logto.app)', '--endpoint')),
  );
  const [appId, appSecret] =
    flags.auth === undefined ? await readCredentials(flags, terminal) : parseAuth(flags.auth);
  return {
    ...{ endpoint, appId, appSecret },
    resource: parseResource(flags.resource) ?? resourceOf(endpoint),
  };
}

async function readCredentials(
  flags: LoginFlags,
  terminal: Terminal,
): Promise<[appId: string, appSecret: string]> {
  const appId = flags.appId ?? (await ask(terminal, 'App ID (machine-to-machine)', '--app-id'));
  const appSecret = flags.secretStdin
    ? (await terminal.readStdin()).toString().trim()
    : await askSecret(terminal);
  if (appId.trim() === '')
    throw new UsageError('The app ID is empty.', 'Copy it from the Console.');
  if (appSecret === '') {
    throw new UsageError('The app secret is empty.', "Copy it from the app's page in the Console.");
  }
  return [appId.trim(), appSecret];
}

async function ask(terminal: Terminal, question: string, flag: string): Promise<string> {
  if (!terminal.interactive) {
    throw new UsageError(`${flag} is missing.`, 'Pass it: there is no terminal to prompt in.');
  }
  const { text } = await terminal.prompts();
  return text(question, '', (value) => value.trim() !== '' || 'Enter a value.');
}

async function askSecret(terminal: Terminal): Promise<string> {
  if (!terminal.interactive) {
    throw new UsageError(
      'The app secret is missing.',
      'Pipe it in with --secret-stdin, to keep it out of the shell history.',
    );
  }
  const { secret } = await terminal.prompts();
  return (await secret('App secret (hidden)')).trim();
}

function requireProfileName(name: string): string {
  if (/^[\w.-]{1,64}$/.test(name)) return name;
  throw new UsageError(
    `'${name}' is not a valid profile name.`,
    'Use up to 64 letters, digits, dots, hyphens and underscores.',
  );
}

/** Rejects a file in the project, where credentials could be committed. */
function refuseProject(file: string, cwd: string): void {
  const project = projectDirectory(cwd);
  const way = path.relative(project, file);
  const isInside = !way.startsWith('..') && !path.isAbsolute(way);
  if (!isInside || isHomeDirectory(project)) return;
  throw new UsageError(
    `${file} is in this project, where credentials do not belong.`,
    'Set XDG_CONFIG_HOME to a directory outside of it.',
  );
}
