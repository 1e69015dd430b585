import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { eventsOfVersion } from '../../core/logto/versions.ts';
import { eventsOf, type Webhook } from '../api/schemas.ts';
import type { WebhookHealth } from '../webhook/health.ts';
import { formatAge } from './age.ts';
import { shownUrl } from './url.ts';

/** Cells of the bar. */
const barWidth = 10;

/** Renders a webhook: name and id, URL, events and health. */
export function renderWebhook(
  webhook: Webhook,
  health: WebhookHealth | undefined,
  columns: number,
  style: Style,
): string[] {
  const { name, id, enabled, config } = webhook;
  const state = enabled ? style.green('● on') : style.dim('○ off');
  const headers = Object.keys(config.headers ?? {}).map((header) => plainText(header, 40));
  const extras = headers.length === 0 ? '' : style.dim(`  + ${headers.join(', ')}`);
  return [
    `${state.padEnd(1)}  ${style.bold(plainText(name, 60) || '(no name)')}  ${style.dim(plainText(id))}`,
    `   ${style.cyan(shownUrl(config.url))}${extras}`,
    `   ${renderEvents(eventsOf(webhook), columns - 3)}`,
    ...(health ? renderHealth(health, columns - 3, style).map((line) => `   ${line}`) : []),
  ];
}

/** Returns the `--json` record, without secrets. */
export function toWebhookRecord(webhook: Webhook, health: WebhookHealth | undefined) {
  const { id, name, enabled, config, createdAt } = webhook;
  return {
    type: 'webhook',
    ...{ id, name, url: maskUrl(config.url), events: eventsOf(webhook), enabled },
    // The values may be credentials.
    headers: Object.keys(config.headers ?? {}),
    createdAt: createdAt === undefined ? null : new Date(createdAt).toISOString(),
    ...(health ? { last24h: toHealthRecord(health) } : {}),
  };
}

function toHealthRecord({ requests, succeeded, lastError }: WebhookHealth) {
  return {
    ...{ requests, succeeded, failed: requests - succeeded },
    successRate: requests === 0 ? null : succeeded / requests,
    lastError: lastError && {
      ...{ id: lastError.id, event: lastError.event, at: lastError.at.toISOString() },
      ...{ status: lastError.status, code: lastError.code, message: lastError.words },
    },
  };
}

/** Renders `all 31 events`, or as many names as fit. */
function renderEvents(events: readonly string[], room: number): string {
  if (eventsOfVersion().every((name) => events.includes(name)))
    return `all ${events.length} events`;
  let text = '';
  for (const [index, event] of events.entries()) {
    const rest = events.length - index;
    const longer = `${text}${text === '' ? '' : ', '}${plainText(event, 60)}`;
    const more = rest > 1 ? ` and ${rest - 1} more`.length : 0;
    if (text !== '' && longer.length + more > room) return `${text} and ${rest} more`;
    text = longer;
  }
  return text || 'no events';
}

function renderHealth(
  { requests, succeeded, lastError }: WebhookHealth,
  room: number,
  style: Style,
): string[] {
  if (requests === 0) return [style.dim('no requests in 24 h')];
  const rate = succeeded / requests;
  // Even a single failure or success is visible.
  const filled =
    succeeded === requests
      ? barWidth
      : Math.min(barWidth - 1, Math.max(Number(succeeded > 0), Math.round(rate * barWidth)));
  const paint = rate === 1 ? style.green : rate >= 0.9 ? style.yellow : style.red;
  const bar = `${paint('█'.repeat(filled))}${style.dim('░'.repeat(barWidth - filled))}`;
  const percent = succeeded === requests ? 100 : Math.min(99, Math.round(rate * 100));
  const counts = `${percent} % of ${requests.toLocaleString('en')} in 24 h`;
  const lines = [`${bar} ${counts}`];
  if (lastError) {
    const head = `last error ${formatAge(lastError.at, new Date())}: `;
    const words = plainText(
      `${lastError.event} ${lastError.words}`,
      Math.max(20, room - head.length),
    );
    lines.push(`${style.dim(head)}${style.red(words)}`);
  }
  return lines;
}
