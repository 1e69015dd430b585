import { UsageError } from '../../core/errors.ts';
import type { CustomHeaders } from '../../core/logto/request-headers.ts';
import type { NewWebhook, WebhookConfig } from '../api/client.ts';
import type { Webhook } from '../api/schemas.ts';

/** How to authenticate when a webhook's URL has a user name or password. */
export const webhookHeader =
  'Use a header instead: logto-hooks tenant update <webhook> -H "authorization: …".';

/** Changes to a webhook; undefined settings stay unchanged. */
export interface WebhookEdit {
  readonly name?: string | undefined;
  readonly url?: URL | undefined;
  readonly events?: readonly string[] | undefined;
  /** Added, or replace those of the same name. */
  readonly headers?: CustomHeaders | undefined;
  /** Names of headers to remove. */
  readonly unsetHeaders?: readonly string[] | undefined;
}

/**
 * Returns the changes to submit. Logto replaces the configuration as a whole, so unchanged parts of it are
 * included.
 * @throws UsageError if nothing would change, or a header to remove does not exist
 */
export function webhookChanges(webhook: Webhook, edit: WebhookEdit): Partial<NewWebhook> {
  const { name, url, events, headers = [], unsetHeaders = [] } = edit;
  const touchesConfig = url !== undefined || headers.length > 0 || unsetHeaders.length > 0;
  if (name === undefined && events === undefined && !touchesConfig) {
    throw new UsageError(
      'Nothing to change.',
      'Use --name, --url, --events, --header or --unset-header.',
    );
  }
  const kept = withoutHeaders(webhook, unsetHeaders);
  const config = { ...webhook.config, ...(url ? { url: url.href } : {}) };
  return {
    ...(name === undefined ? {} : { name }),
    ...(events === undefined ? {} : { events }),
    ...(touchesConfig ? { config: withHeaders(config, mergeHeaders(kept, headers)) } : {}),
  };
}

/** Adds headers, spelled as they are typed. One whose name differs only in case is replaced. */
export function mergeHeaders(
  kept: Readonly<Record<string, string>>,
  added: CustomHeaders,
): Record<string, string> {
  const merged = { ...kept };
  for (const [name, value] of added) {
    for (const former of namesLike(merged, name)) delete merged[former];
    merged[name] = value;
  }
  return merged;
}

function withHeaders(
  { url, headers: _, ...rest }: Webhook['config'],
  headers: Readonly<Record<string, string>>,
): WebhookConfig {
  const own = Object.keys(headers).length > 0 ? { headers } : {};
  return { ...rest, url, ...own };
}

function withoutHeaders(
  { config: { headers } }: Webhook,
  names: readonly string[],
): Record<string, string> {
  const kept = { ...headers };
  for (const name of names) {
    const former = namesLike(kept, name);
    if (former.length === 0) {
      throw new UsageError(
        `The webhook has no header '${name}'.`,
        `It has ${Object.keys(kept).join(', ') || 'none'}.`,
      );
    }
    for (const one of former) delete kept[one];
  }
  return kept;
}

/** Returns the names that are equal to a name, ignoring case. */
function namesLike(headers: Readonly<Record<string, string>>, name: string): string[] {
  return Object.keys(headers).filter((one) => one.toLowerCase() === name.toLowerCase());
}
