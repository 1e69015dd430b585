import { invocation } from '../../cli/invocation.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import type { SigningKey } from '../../core/workspace/signing-key.ts';
import type { EventFilter } from '../event-filter.ts';

/** Where `send` delivers to by default. */
const defaultUrl = 'http://127.0.0.1:3333';

const preferredEvent = 'PostRegister';

/** Returns a command that sends an event to this listener; null if it would show none. */
export function suggestSend(
  listenerUrl: string,
  key: SigningKey,
  { names }: EventFilter,
  terminal: Pick<Terminal, 'env' | 'script' | 'cwd'>,
): string | null {
  const event = names.includes(preferredEvent) ? preferredEvent : names[0];
  if (event === undefined) return null;
  const { hostname, port } = new URL(listenerUrl);
  const isLocal = ['127.0.0.1', '0.0.0.0', '[::]'].includes(hostname);
  const to = listenerUrl === defaultUrl ? '' : ` --to ${isLocal ? port : listenerUrl}`;
  // Another terminal would use another key, or none.
  const signing = key.source.startsWith('--signing-key') ? ' --signing-key <key>' : '';
  return `${invocation(terminal)} send ${event}${to}${signing}`;
}
