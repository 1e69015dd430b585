import { suggestedWord } from '../cli/output/text/shell.ts';
import { parseEventPatterns } from '../core/logto/event-patterns.ts';
import type { SigningKey } from '../core/workspace/signing-key.ts';
import { eventsOf, type Webhook } from '../tenant/api/schemas.ts';
import type { WebhookHealth } from '../tenant/webhook/health.ts';
import { isTemporary } from '../tenant/webhook/temporary.ts';
import type { ExpectedWebhook } from './config.ts';
import { type Finding, findingsOf } from './finding.ts';

/** Reports deliveries that failed within 24 hours; undefined if there were none. */
export function checkDeliveries({ id, name }: Webhook, health: WebhookHealth): Finding | undefined {
  const { requests, succeeded, lastError } = health;
  const failed = requests - succeeded;
  if (failed <= 0) return undefined;
  const last = lastError ? `; the last one was ${lastError.event}: ${lastError.words}` : '';
  return findingsOf(`webhook-deliveries:${id}`, `Webhook ${name}`).warned(
    `${failed} of ${requests} deliveries failed within 24 hours${last}.`,
    `List them with 'logto-hooks tenant deliveries ${suggestedWord(id, '<webhook>')} --failed'; once the app is fixed, 'logto-hooks tenant redeliver' sends them again.`,
  );
}

/** Returns the keys that the app reads: those in the environment and in env files. */
function appKeys(keys: readonly SigningKey[]): SigningKey[] {
  return keys.filter(({ source }) => / in (?:the environment|\S*\.)/.test(source));
}

/** Checks that a webhook of the tenant has a key that the app reads, and the events it expects. */
export function checkAppWebhook(
  webhooks: readonly Webhook[],
  keys: readonly SigningKey[],
  expected: ExpectedWebhook,
): Finding[] {
  const real = webhooks.filter((webhook) => webhook.enabled && !isTemporary(webhook));
  const webhook = findAppWebhook(real, expected.url);
  return [
    ...checkKeys(webhooks, webhook, appKeys(keys)),
    ...(webhook && expected.events ? checkEvents(webhook, expected.events) : []),
  ];
}

/** Returns the webhook of this app: the one with its URL, else the only one. */
function findAppWebhook(webhooks: readonly Webhook[], url: URL | undefined): Webhook | undefined {
  const same = webhooks.find(
    ({ config }) => url && URL.canParse(config.url) && new URL(config.url).href === url.href,
  );
  return same ?? (webhooks.length === 1 ? webhooks[0] : undefined);
}

function checkKeys(
  webhooks: readonly Webhook[],
  webhook: Webhook | undefined,
  keys: readonly SigningKey[],
): Finding[] {
  const about = findingsOf('signing-key-webhook', "Webhook's key");
  if (keys.length === 0 || webhooks.length === 0) return [];
  const write = (name: string) => `logto-hooks tenant key ${name} --write-env`;
  if (webhook && keys.every(({ value }) => value !== webhook.signingKey)) {
    return [
      about.failed(
        `Webhook ${webhook.name} has another key than ${keys[0]?.source}: the app rejects its deliveries.`,
        write(suggestedWord(webhook.id, '<webhook>')),
      ),
    ];
  }
  const unknown = keys.filter((key) => webhooks.every((one) => one.signingKey !== key.value));
  if (unknown.length > 0) {
    const sources = unknown.map(({ source }) => source).join(' and ');
    return [about.warned(`${sources} matches no webhook of this tenant.`, write('<webhook>'))];
  }
  const names = webhooks.filter((one) => keys.some(({ value }) => value === one.signingKey));
  return [about.passed(`matches ${names.map(({ name }) => name).join(' and ')}`)];
}

function checkEvents(webhook: Webhook, patterns: readonly string[]): Finding[] {
  const about = findingsOf(`webhook-events:${webhook.id}`, `Webhook ${webhook.name}`);
  const expected: readonly string[] = parseEventPatterns(patterns);
  const subscribed = eventsOf(webhook);
  const missing = expected.filter((event) => !subscribed.includes(event));
  const extra = subscribed.filter((event) => !expected.includes(event));
  if (missing.length + extra.length === 0)
    return [about.passed('sends the events that the app expects')];
  const parts = [
    ...(missing.length > 0 ? [`does not send ${list(missing)}, which the app expects`] : []),
    ...(extra.length > 0 ? [`sends ${list(extra)}, which the app does not expect`] : []),
  ];
  return [
    about.warned(
      `It ${parts.join(', and ')}.`,
      `logto-hooks tenant update ${suggestedWord(webhook.id, '<webhook>')} -e '${patterns.join(',')}', or change 'events' in logto-hooks.config.json`,
    ),
  ];
}

function list(events: readonly string[]): string {
  const shown = events.slice(0, 3).join(', ');
  return events.length > 3 ? `${shown} and ${events.length - 3} more` : shown;
}
