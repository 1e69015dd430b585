import { Icon } from '../icons.tsx';
import { clearedAt, clearList, dialog, isSearching, listener } from '../state/store.ts';
import { clearFilters } from './filter-bar.tsx';

/** The first steps, before anything was received. */
export function NoDeliveries() {
  return (
    <div class="empty">
      <span class="pulse" aria-hidden="true" />
      <h2>{clearedAt.value === '' ? 'Waiting for the first delivery' : 'The list is cleared'}</h2>
      <p>
        Everything that reaches <code>{listener.value?.url}</code> appears here.
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
      {clearedAt.value === '' ? (
        <p class="quiet">
          or run <code>npx --no logto-hooks send PostRegister</code> in another terminal
        </p>
      ) : (
        <button type="button" class="link" onClick={() => clearList(false)}>
          Show cleared deliveries
        </button>
      )}
    </div>
  );
}

export function NoMatches() {
  if (isSearching.value) {
    return (
      <div class="empty" role="status">
        <p>Searching payloads …</p>
      </div>
    );
  }
  return (
    <div class="empty">
      <h2>No deliveries match these filters</h2>
      <button type="button" class="button" onClick={clearFilters}>
        Clear filters
      </button>
    </div>
  );
}

/** For a page without a valid token. */
export function Unauthorized() {
  return (
    <main class="unauthorized">
      <div class="empty">
        <Icon name="warning" />
        <h1>Open the address from your terminal</h1>
        <p>
          The token of this page is missing or has expired. <code>logto-hooks listen</code> prints
          an address with a new one after <strong>Inspector</strong>. Open it in this tab.
        </p>
      </div>
    </main>
  );
}
