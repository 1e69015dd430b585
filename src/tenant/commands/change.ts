import path from 'node:path';
import { wantedLogtoVersion } from '../../cli/logto-version.ts';
import { printSigningKey } from '../../cli/output/signing-key.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import { suggestedWord } from '../../cli/output/text/shell.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { UsageError } from '../../core/errors.ts';
import type { VersionText } from '../../core/logto/catalog/entry.ts';
import { selectEvents } from '../../core/logto/event-patterns.ts';
import type { EventName } from '../../core/logto/events.ts';
import type { CustomHeaders } from '../../core/logto/request-headers.ts';
import { checkEnvVariable, writeEnvVariable } from '../../core/workspace/env-file.ts';
import { signingKeyVariable } from '../../core/workspace/secret-variables.ts';
import type { Webhook } from '../api/schemas.ts';
import { createWebhook as create, submitEvents } from '../webhook/create.ts';
import { mergeHeaders, type WebhookEdit, webhookChanges } from '../webhook/edit.ts';
import { findWebhook } from '../webhook/find.ts';
import { checkCustomHeaders, explainFatalHeader } from '../webhook/headers.ts';
import { type TenantFlags, withTenant } from '../with-tenant.ts';
import { showWebhook } from './webhooks.ts';

/** Flags of the commands that change a webhook. */
export interface ChangeFlags extends TenantFlags {
  readonly json?: true | undefined;
  readonly yes?: true | undefined;
  readonly writeEnv?: string | true | undefined;
}

export interface CreateFlags extends ChangeFlags {
  readonly name?: string | undefined;
  readonly url: URL;
  readonly events?: readonly string[] | undefined;
  readonly header?: CustomHeaders | undefined;
  readonly disabled?: true | undefined;
  readonly logto?: VersionText | undefined;
}

export interface UpdateFlags extends ChangeFlags, WebhookEdit {
  readonly header?: CustomHeaders | undefined;
  readonly logto?: VersionText | undefined;
}

/** Creates a webhook and prints it. */
export async function createWebhook(flags: CreateFlags, terminal: Terminal): Promise<void> {
  const { name, url, events = ['*'], header = [], disabled = false, json = false } = flags;
  checkWriteEnv(flags, terminal);
  const headers = mergeHeaders({}, header);
  warnOfHeaders(header, terminal);
  const selected = eventsToSubscribe(events, flags.logto, terminal);
  await withTenant(flags, terminal, async (client) => {
    const { webhook, refused } = await create(client, {
      name: name ?? url.host,
      events: selected,
      config: { url: url.href, ...(header.length > 0 ? { headers } : {}) },
      ...(disabled ? { enabled: false } : {}),
    });
    warnOfRefused(refused, terminal);
    showWebhook(webhook, undefined, json, terminal);
    tellKey(webhook, flags, terminal);
  });
}

/** Edits a webhook and prints it. */
export async function updateWebhook(
  named: string,
  { events, ...flags }: UpdateFlags,
  terminal: Terminal,
): Promise<void> {
  const edit = {
    ...flags,
    headers: flags.header,
    events: events && eventsToSubscribe(events, flags.logto, terminal),
  };
  warnOfHeaders(flags.header ?? [], terminal);
  await withTenant(flags, terminal, async (client) => {
    const webhook = await findWebhook(client, named);
    const changes = webhookChanges(webhook, edit);
    const update = (wanted?: readonly string[]) =>
      client.updateWebhook(webhook.id, { ...changes, ...(wanted && { events: [...wanted] }) });
    const { webhook: updated, refused } = changes.events
      ? await submitEvents(changes.events, update)
      : { webhook: await update(), refused: [] };
    warnOfRefused(refused, terminal);
    warnOfFatalHeaders(updated, terminal);
    showWebhook(updated, undefined, flags.json ?? false, terminal);
  });
}

/** Returns the events that patterns select, and reports those that a glob omits. */
function eventsToSubscribe(
  patterns: string | readonly string[],
  flag: VersionText | undefined,
  { err, env }: Terminal,
): EventName[] {
  const { events, devFeatures } = selectEvents(patterns, wantedLogtoVersion(flag, env));
  if (devFeatures.length > 0) {
    const names = devFeatures.join(', ');
    err.line(err.style.dim(`Left out ${names}: a stock Logto rejects dev features.`));
  }
  return events;
}

function warnOfRefused(refused: readonly string[], { err }: Terminal): void {
  if (refused.length === 0) return;
  err.line(err.style.yellow(`! This Logto rejects ${refused.join(', ')}.`));
}

/** Prints warnings about custom headers. @throws UsageError for one that makes every delivery fail */
function warnOfHeaders(headers: CustomHeaders, { err }: Terminal): void {
  for (const warning of checkCustomHeaders(headers)) err.line(err.style.yellow(`! ${warning}`));
}

/** Warns about headers set elsewhere that make every delivery fail. */
function warnOfFatalHeaders({ config: { headers } }: Webhook, { err }: Terminal): void {
  for (const name of Object.keys(headers ?? {})) {
    const problem = explainFatalHeader(name);
    if (problem === undefined) continue;
    err.line(err.style.yellow(`! ${plainText(problem, 200)} Remove it with --unset-header.`));
  }
}

/** Enables or disables a webhook. */
export async function switchWebhook(
  named: string,
  enabled: boolean,
  flags: ChangeFlags,
  terminal: Terminal,
): Promise<void> {
  await withTenant(flags, terminal, async (client) => {
    const { id } = await findWebhook(client, named);
    const webhook = await client.updateWebhook(id, { enabled });
    showWebhook(webhook, undefined, flags.json ?? false, terminal);
  });
}

/** Deletes a webhook after confirmation. */
export async function deleteWebhook(
  named: string,
  flags: ChangeFlags,
  terminal: Terminal,
): Promise<void> {
  const { out, err } = terminal;
  await withTenant(flags, terminal, async (client) => {
    const webhook = await findWebhook(client, named);
    const what = `the webhook ${nameOf(webhook)}`;
    if (!(await confirm(`This deletes ${what} and its log.`, `Delete ${what}?`, flags, terminal))) {
      return err.line('Nothing was deleted.');
    }
    await client.deleteWebhook(webhook.id);
    if (flags.json)
      out.line(JSON.stringify({ type: 'deleted', id: webhook.id, name: webhook.name }));
    err.line(`Deleted ${what}.`);
  });
}

/** Replaces a webhook's signing key after confirmation. */
export async function rotateKey(
  named: string,
  flags: ChangeFlags,
  terminal: Terminal,
): Promise<void> {
  const { out, err } = terminal;
  checkWriteEnv(flags, terminal);
  await withTenant(flags, terminal, async (client) => {
    const former = await findWebhook(client, named);
    const { id, name } = former;
    const warning = `The current signing key of ${nameOf(former)} stops working immediately.`;
    if (!(await confirm(warning, `${warning} Create a new one?`, flags, terminal))) {
      return err.line('Nothing was changed.');
    }
    const webhook = await client.rotateSigningKey(id);
    if (flags.json) out.line(JSON.stringify({ type: 'rotated', id, name }));
    else err.line(`${nameOf(webhook)} has a new signing key.`);
    tellKey(webhook, flags, terminal);
  });
}

/** Prints a webhook's signing key, or writes it to a .env file. */
export async function printKey(
  named: string,
  flags: ChangeFlags,
  terminal: Terminal,
): Promise<void> {
  await withTenant(flags, terminal, async (client) => {
    const webhook = await findWebhook(client, named);
    if (flags.writeEnv === undefined) printSigningKey(webhook.signingKey, terminal.out);
    else writeKey(webhook, flags.writeEnv, terminal);
  });
}

function nameOf({ name, id }: Webhook): string {
  return `'${plainText(name, 60)}' (${plainText(id)})`;
}

/** Writes the key to a .env file, or prints how to; only the command `key` prints a key. */
function tellKey(webhook: Webhook, { writeEnv, json }: ChangeFlags, terminal: Terminal): void {
  const { err } = terminal;
  const command = `logto-hooks tenant key ${suggestedWord(webhook.id, '<webhook>')} --write-env`;
  if (writeEnv !== undefined) writeKey(webhook, writeEnv, terminal);
  else if (!json)
    err.line(err.style.dim(`'${command}' writes its signing key to .env for your app.`));
}

/** Checks that the key can be written before anything is changed, so that a new key is not lost. */
function checkWriteEnv({ writeEnv }: ChangeFlags, { cwd }: Terminal): void {
  if (writeEnv !== undefined) checkEnvVariable(envFile(writeEnv, cwd), signingKeyVariable, cwd);
}

function envFile(to: string | true, cwd: string): string {
  return path.resolve(cwd, to === true ? '.env' : to);
}

function writeKey({ signingKey }: Webhook, to: string | true, { cwd, err }: Terminal): void {
  const file = envFile(to, cwd);
  writeEnvVariable(file, signingKeyVariable, signingKey, cwd);
  err.line(`${signingKeyVariable} is set in ${path.relative(cwd, file) || file}.`);
}

/**
 * Asks for confirmation, unless --yes was given.
 * @throws UsageError if nobody can be asked
 */
export async function confirm(
  warning: string,
  question: string,
  { yes }: Pick<ChangeFlags, 'yes'>,
  terminal: Pick<Terminal, 'interactive' | 'confirm'>,
): Promise<boolean> {
  if (yes) return true;
  if (!terminal.interactive) throw new UsageError(warning, 'Confirm with --yes.');
  return terminal.confirm(question);
}
