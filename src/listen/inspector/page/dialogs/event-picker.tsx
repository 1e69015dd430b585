import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Scenario } from '../../../../core/logto/scenarios.ts';
import type { EventOffer } from '../../source.ts';

/** An event or a scenario. */
export interface Offer {
  readonly name: string;
  readonly meaning: string;
  readonly event?: EventOffer;
  readonly scenario?: Scenario;
}

interface EventPickerProps {
  readonly offers: readonly Offer[];
  readonly picked: string | undefined;
  readonly onPick: (offer: Offer) => void;
}

/** A list of events and scenarios with a search field; arrow keys move the selection. */
export function EventPicker({ offers, picked, onPick }: EventPickerProps) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = offers.filter(
    ({ name, meaning }) =>
      name.toLowerCase().includes(wanted) || meaning.toLowerCase().includes(wanted),
  );

  useLayoutEffect(() => {
    const [first] = shown;
    if (first && !shown.some(({ name }) => name === picked)) onPick(first);
  }, [wanted, offers]);

  useEffect(() => {
    document.getElementById(idOf(picked))?.scrollIntoView({ block: 'nearest' });
  }, [picked]);

  function move(event: TargetedKeyboardEvent<HTMLInputElement>): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (by === 0) return;
    event.preventDefault();
    const at = shown.findIndex(({ name }) => name === picked);
    const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
    if (next) onPick(next);
  }

  return (
    <div class="picker">
      <input
        type="text"
        role="combobox"
        aria-label="Search events and scenarios"
        aria-expanded="true"
        aria-controls="offers"
        aria-activedescendant={picked === undefined ? undefined : idOf(picked)}
        placeholder="Search events and scenarios"
        autocomplete="off"
        spellcheck={false}
        // biome-ignore lint/a11y/noAutofocus: the first field of a dialog that was just opened
        autoFocus
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={move}
      />
      <div
        id="offers"
        class="offers"
        role="listbox"
        aria-label="Events and scenarios"
        tabIndex={-1}
      >
        {shown.map((offer) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles arrow keys
          <div
            key={offer.name}
            id={idOf(offer.name)}
            role="option"
            tabIndex={-1}
            aria-selected={offer.name === picked}
            onClick={() => onPick(offer)}
          >
            {offer.name}
          </div>
        ))}
      </div>
    </div>
  );
}

function idOf(name = ''): string {
  return `offer-${name.replaceAll(/\W+/g, '-')}`;
}
