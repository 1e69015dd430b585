import { plainText } from '../../cli/output/text/plain-text.ts';
import { suggestedWord } from '../../cli/output/text/shell.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { TenantConnection } from '../../tenant/api/connection.ts';
import { seconds } from '../../tenant/output/connection-state.ts';

/** `polled 2 s ago`, for a line that is always there. */
export function renderPolled(polledAt: Date | undefined, isLost: boolean, at: Date): string {
  if (!polledAt) return 'polling …';
  const ago = `polled ${seconds(at.getTime() - polledAt.getTime())} ago`;
  return isLost ? `tenant lost, ${ago}` : ago;
}

export function renderSwept(count: number): string {
  return `Removed ${count === 1 ? 'a temporary webhook' : `${count} temporary webhooks`} that an earlier listener left behind.`;
}

export function renderUnknownEvents(events: readonly string[], style: Style): string {
  const them = events.length === 1 ? 'it is' : 'they are';
  return style.yellow(`! This Logto does not know ${events.join(', ')}: ${them} not followed.`);
}

export function renderUnreadable(logId: string, style: Style): string {
  return style.yellow(`! The log entry ${plainText(logId, 40)} holds no payload and is left out.`);
}

/** Says how to do by hand what could not be done. */
export function renderLeftBehind(
  reason: string,
  id: string,
  { endpoint, source }: Pick<TenantConnection, 'endpoint' | 'source'>,
  style: Style,
): string[] {
  // Endpoint and credentials go together.
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
    "The next 'logto-hooks listen --tenant' on this machine does so, too.",
  ];
}
