import { plainText } from '../../cli/output/text/plain-text.ts';
import { suggestedWord } from '../../cli/output/text/shell.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { TenantConnection } from '../../tenant/api/connection.ts';
import { seconds } from '../../tenant/output/connection-state.ts';

/** Renders `polled 2 s ago` for the footer. */
export function renderPolled(polledAt: Date | undefined, isLost: boolean, at: Date): string {
  if (!polledAt) return 'polling …';
  const ago = `polled ${seconds(at.getTime() - polledAt.getTime())} ago`;
  return isLost ? `tenant lost, ${ago}` : ago;
}

export function renderSwept(count: number): string {
  return `Deleted ${count === 1 ? 'a temporary webhook' : `${count} temporary webhooks`} that an earlier listener left behind.`;
}

export function renderUnknownEvents(events: readonly string[], style: Style): string {
  return style.yellow(`! This Logto rejects ${events.join(', ')}, so they are not followed.`);
}

export function renderUnreadable(logId: string, style: Style): string {
  return style.yellow(`! Log entry ${plainText(logId, 40)} has no payload and is skipped.`);
}

/** Renders how to delete the webhook by hand. */
export function renderLeftBehind(
  reason: string,
  id: string,
  { endpoint, source }: Pick<TenantConnection, 'endpoint' | 'source'>,
  style: Style,
): string[] {
  // Endpoint and credentials must be in the same place.
  const at = suggestedWord(endpoint, '<endpoint>');
  const flags = {
    flags: ` --endpoint ${at} --auth <app-id>:<app-secret>`,
    profile: ` --profile ${suggestedWord(source.name, '<profile>')}`,
    environment: '',
    file: '',
  }[source.kind];
  return [
    style.red(`! The temporary webhook ${id} could not be deleted: ${plainText(reason)}`),
    `Delete it with: logto-hooks tenant delete ${suggestedWord(id, '<webhook>')}${flags} --yes`,
    "The next 'logto-hooks listen --tenant' on this machine also deletes it.",
  ];
}
