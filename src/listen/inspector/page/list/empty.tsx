import { Icon } from '../icons.tsx';
import { dialog, listener } from '../state/store.ts';
import { clearFilters } from './filter-bar.tsx';

/** What to do first, where nothing has come in yet. */
export function NoDeliveries() {
  return (
    <div class="empty">
      <span class="pulse" aria-hidden="true" />
      <h2>Waiting for the first delivery</h2>
      <p>
        Everything that reaches <code>{listener.value?.url}</code> appears here at once. Send
        yourself a sample:
      </p>
      <button
        type="button"
        class="button primary"
        onClick={() => {
          dialog.value = { kind: 'send' };
        }}
      >
        <Icon name="send" />
        Send a sample
      </button>
      <p class="quiet">
        or, in another terminal, <code>npx logto-hooks send PostRegister</code>
      </p>
    </div>
  );
}

export function NoMatches() {
  return (
    <div class="empty">
      <h2>No delivery matches</h2>
      <p>Nothing that came in passes all filters.</p>
      <button type="button" class="button" onClick={clearFilters}>
        Clear filters
      </button>
    </div>
  );
}

/** For a page whose token is of a run that is over, or that never had one. */
export function Stranger() {
  return (
    <main class="stranger">
      <div class="empty">
        <Icon name="warning" />
        <h1>This page needs the address from your terminal</h1>
        <p>
          <code>logto-hooks listen</code> prints it when it starts, after <strong>Inspector</strong>
          . It ends in a token that lets in nobody but you, and this page has none that is valid:
          the listener was started anew somewhere else, or long ago.
        </p>
        <p class="quiet">Open that address in this tab, and everything is back.</p>
      </div>
    </main>
  );
}
