import { Icon } from './icons.tsx';
import { shortenUrl } from './list/routes.ts';
import type { Connection } from './state/live.ts';
import { connection, dialog, listener } from './state/store.ts';
import { theme, toggleTheme } from './state/theme.ts';

const labels = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Reconnecting',
  unauthorized: 'Not connected',
} as const satisfies Record<Connection, string>;

/** The listener's address and the state of the connection. */
export function TopBar() {
  const { url, destinations = [] } = listener.value ?? {};
  const forwardsTo = destinations.map(shortenUrl).join(', ');
  return (
    <header class="top">
      <h1>
        <img src="/icon.svg" alt="" />
        logto-hooks
      </h1>
      <p class={`live ${connection.value}`} role="status">
        {labels[connection.value]}
      </p>
      {url && (
        <p class="route" title={forwardsTo ? `Forwards to ${forwardsTo}` : 'Does not forward'}>
          <code>{shortenUrl(url)}</code>
          <Icon name="right" />
          <span class="visually-hidden"> to </span>
          {forwardsTo ? <code>{forwardsTo}</code> : <span>not forwarded</span>}
        </p>
      )}
      <div class="end">
        <button
          type="button"
          class="button primary"
          title="Send a sample (s)"
          aria-keyshortcuts="s"
          onClick={() => {
            dialog.value = { kind: 'send' };
          }}
        >
          <Icon name="send" />
          <span class="label">Send sample</span>
        </button>
        <button
          type="button"
          class="button plain square"
          aria-label={theme.value === 'dark' ? 'Switch to light' : 'Switch to dark'}
          title={theme.value === 'dark' ? 'Switch to light (t)' : 'Switch to dark (t)'}
          onClick={toggleTheme}
        >
          <Icon name={theme.value === 'dark' ? 'sun' : 'moon'} />
        </button>
        <button
          type="button"
          class="button plain square"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={() => {
            dialog.value = { kind: 'help' };
          }}
        >
          <Icon name="help" />
        </button>
      </div>
    </header>
  );
}
