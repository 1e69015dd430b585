import type { ComponentChildren } from 'preact';
import { Icon } from '../icons.tsx';
import { deliveries, eventsSeen, filters, hasOlder, visible } from '../state/store.ts';
import { type Filters, noFilters, statuses, verdicts } from './filters.ts';

export const searchId = 'search';

function set(change: Partial<Filters>): void {
  filters.value = { ...filters.value, ...change };
}

/** Narrows the list down: by text, event, verdict and status. */
export function FilterBar() {
  const { text, event, verdict, status } = filters.value;
  return (
    <search class="filters" aria-label="Filter deliveries">
      <div class="field">
        <Icon name="search" />
        <input
          id={searchId}
          type="search"
          placeholder="Search events, ids and payloads"
          aria-label="Search events, ids and payloads"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => set({ text: currentTarget.value })}
        />
        <kbd>/</kbd>
      </div>
      <div class="choices">
        <Choice label="Event" value={event} onPick={(value) => set({ event: value })}>
          <option value="">Any event</option>
          {eventsSeen.value.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Choice>
        <Choice
          label="Verdict"
          value={verdict}
          onPick={(value) => set({ verdict: pick(verdicts, value) })}
        >
          {Object.keys(verdicts).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Choice>
        <Choice
          label="Status"
          value={status}
          onPick={(value) => set({ status: pick(statuses, value) })}
        >
          {Object.keys(statuses).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Choice>
      </div>
      <p class="tally" aria-live="polite">
        {filters.value === noFilters || visible.value.length === deliveries.value.length ? (
          <>
            {count(deliveries.value.length)}
            {hasOlder.value && (
              <>
                ; <code>logto-hooks history</code> has older ones
              </>
            )}
          </>
        ) : (
          <>
            {visible.value.length.toLocaleString()} of {count(deliveries.value.length)}
            <button type="button" class="link" onClick={clearFilters}>
              Clear filters
            </button>
          </>
        )}
      </p>
    </search>
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

function pick<Key extends string>(from: Readonly<Record<Key, unknown>>, value: string): Key {
  const keys = Object.keys(from).filter((key): key is Key => key === value);
  const [found] = keys;
  if (found === undefined) throw new RangeError(`There is no choice '${value}'.`);
  return found;
}

function count(deliveries: number): string {
  return `${deliveries.toLocaleString()} ${deliveries === 1 ? 'delivery' : 'deliveries'}`;
}
