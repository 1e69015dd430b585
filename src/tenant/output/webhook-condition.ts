import { plainText } from '../../cli/output/text/plain-text.ts';
import { suggestedWord } from '../../cli/output/text/shell.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { Webhook } from '../api/schemas.ts';
import type { WebhookCondition } from '../follow/watch-webhook.ts';

/** Renders a change of a followed webhook, and how to revert it. */
export function renderCondition(
  { id, name }: Pick<Webhook, 'id' | 'name'>,
  condition: WebhookCondition,
  before: WebhookCondition,
  style: Style,
): string[] {
  const webhook = `Webhook '${plainText(name, 60)}'`;
  const command = (verb: string) => `logto-hooks tenant ${verb} ${suggestedWord(id, '<webhook>')}`;
  const lines: string[] = [];
  if (condition.enabled !== before.enabled) {
    lines.push(
      condition.enabled
        ? style.green(`${webhook} is enabled again.`)
        : `${style.yellow(`! ${webhook} is disabled: Logto neither sends nor logs its events.`)} Run '${command('enable')}'.`,
    );
  }
  const lost = condition.missing.filter((event) => !before.missing.includes(event));
  if (lost.length > 0) {
    lines.push(
      `${style.yellow(`! ${webhook} is not subscribed to ${listOf(lost)}.`)} Run '${command('update')} -e <events>' with all events that it should have.`,
    );
  }
  const back = before.missing.filter((event) => !condition.missing.includes(event));
  if (back.length > 0)
    lines.push(style.green(`${webhook} is subscribed to ${listOf(back)} again.`));
  return lines;
}

/** The most names to print; others are counted. */
const mostNamed = 5;

function listOf(events: readonly string[]): string {
  const named = events.slice(0, mostNamed).map((event) => plainText(event, 60));
  const more = events.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
