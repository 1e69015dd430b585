import type { ComponentChildren } from 'preact';
import { isRejected } from '../../../../core/history/rejected.ts';
import { Icon } from '../icons.tsx';
import { clearList, dialog, filters, hasOlder, listed, seen, visible } from '../state/store.ts';
import { type Filters, isFailed, noFilters, statuses, verifications } from './filters.ts';

export const searchId = 'search';

function set(change: Partial<Filters>): void {
  filters.value = { ...filters.value, ...change };
}

/** Filters the list by text and facts. */
export function FilterBar() {
  const { text } = filters.value;
  return (
    <search class="filters" aria-label="Filter deliveries">
      <div class="field">
        <Icon name="search" />
        <input
          id={searchId}
          type="search"
          placeholder="Search events, IDs and payloads"
          aria-label="Search events, IDs and payloads"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => set({ text: currentTarget.value })}
        />
        <kbd>/</kbd>
      </div>
      <Choices />
      <Tally />
    </search>
  );
}

/** Paths, forward URLs and keys can be chosen if there are several. */
function Choices() {
  const { event, verification, status, route, key } = filters.value;
  const [routes, keys] = [seen.routes.value, seen.keys.value];
  const paths = routes.filter((one) => one.startsWith('/'));
  const hasRoutes = paths.length > 1 || routes.length - paths.length > 1;
  return (
    <div class="choices">
      <Choice label="Event" value={event} onPick={(value) => set({ event: value })}>
        <option value="">Any event</option>
        <Options values={seen.events.value} chosen={event} />
      </Choice>
      <Choice
        label="Signature"
        value={verification}
        onPick={(value) => set({ verification: keyOf(verifications, value) })}
      >
        <Options values={Object.keys(verifications)} chosen={verification} />
      </Choice>
      <Choice label="Status" value={status} onPick={(value) => set({ status: value })}>
        <option value="">Any status</option>
        <Options values={[...Object.keys(statuses), ...seen.statuses.value]} chosen={status} />
      </Choice>
      {(hasRoutes || route !== '') && (
        <Choice label="Route" value={route} onPick={(value) => set({ route: value })}>
          <option value="">Any route</option>
          <Options values={routes} chosen={route} />
        </Choice>
      )}
      {(keys.length > 1 || key !== '') && (
        <Choice label="Key" value={key} onPick={(value) => set({ key: value })}>
          <option value="">Any key</option>
          <Options values={keys} chosen={key} />
        </Choice>
      )}
    </div>
  );
}

/** Includes the chosen value, even if no delivery has it anymore. */
function Options({ values, chosen }: { values: readonly string[]; chosen: string }) {
  const all = chosen === '' || values.includes(chosen) ? values : [chosen, ...values];
  return (
    <>
      {all.map((value) => (
        <option key={value} value={value}>
          {value.slice(0, 100)}
        </option>
      ))}
    </>
  );
}

/** The number of deliveries, and what can be done with all of them. */
function Tally() {
  const [shown, all] = [visible.value, listed.value];
  const isFiltered = shown.length < all.length;
  const wanted = isFiltered ? shown : all.filter(isFailed);
  const replayable = wanted.filter((one) => !isRejected(one));
  return (
    <div class="tally">
      <p aria-live="polite">
        {isFiltered && `${shown.length.toLocaleString()} of `}
        {all.length.toLocaleString()} {all.length === 1 ? 'delivery' : 'deliveries'}
        {hasOlder.value && (
          <>
            ; see <code>logto-hooks history</code> for older ones
          </>
        )}
      </p>
      {replayable.length > 0 && (
        <button
          type="button"
          class="link"
          onClick={() => {
            dialog.value = {
              kind: 'replay',
              deliveries: replayable,
              rejected: wanted.filter(isRejected),
            };
          }}
        >
          Replay {replayable.length.toLocaleString()} {isFiltered ? 'filtered' : 'failed'}
        </button>
      )}
      {isFiltered ? (
        <button type="button" class="link" onClick={clearFilters}>
          Clear filters
        </button>
      ) : (
        all.length > 0 && (
          <button
            type="button"
            class="link"
            title="Hide these deliveries; the history keeps them"
            onClick={() => clearList(true)}
          >
            Clear
          </button>
        )
      )}
    </div>
  );
}

export function clearFilters(): void {
  filters.value = noFilters;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onPick: (value: string) => void;
  readonly children: ComponentChildren;
}

export function Choice({ label, value, onPick, children }: ChoiceProps) {
  return (
    <select
      class="choice"
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onPick(currentTarget.value)}
    >
      {children}
    </select>
  );
}

export function keyOf<Key extends string>(
  from: Readonly<Record<Key, unknown>>,
  value: string,
): Key {
  const keys = Object.keys(from).filter((key): key is Key => key === value);
  const [found] = keys;
  if (found === undefined) throw new RangeError(`Unknown choice '${value}'.`);
  return found;
}
