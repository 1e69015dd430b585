import { Icon } from './icons.tsx';
import type { Connection } from './state/live.ts';
import { connection, dialog, listener } from './state/store.ts';
import { theme, toggleTheme } from './state/theme.ts';

const words = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Reconnecting',
  stranger: 'Not connected',
} as const satisfies Record<Connection, string>;

/** Who is listening where, and whether this page hears of it. */
export function TopBar() {
  const { url, replayTo, forwards } = listener.value ?? {};
  return (
    <header class="top">
      <h1>
        <img src="/icon.svg" alt="" />
        logto-hooks
      </h1>
      <p class={`live ${connection.value}`} role="status">
        {words[connection.value]}
      </p>
      {url && (
        <p class="route" title={forwards ? `Forwards to ${replayTo}` : 'Forwards nowhere'}>
          <code>{shorten(url)}</code>
          <Icon name="right" />
          <span class="unseen"> to </span>
          {forwards && replayTo ? <code>{shorten(replayTo)}</code> : <span>not forwarded</span>}
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
          aria-label="Keys"
          title="Keys (?)"
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

function shorten(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
