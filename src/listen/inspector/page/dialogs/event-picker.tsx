import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { EventOffer } from '../../source.ts';

interface EventPickerProps {
  readonly offers: readonly EventOffer[];
  readonly picked: string | undefined;
  readonly onPick: (offer: EventOffer) => void;
}

/** A list of events that is searched by typing and walked by arrows. */
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
    document.getElementById(`offer-${picked}`)?.scrollIntoView({ block: 'nearest' });
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
        aria-label="Search events"
        aria-expanded="true"
        aria-controls="offers"
        aria-activedescendant={picked === undefined ? undefined : `offer-${picked}`}
        placeholder="Search events"
        autocomplete="off"
        spellcheck={false}
        // biome-ignore lint/a11y/noAutofocus: the one thing to begin with in a dialog just opened
        autoFocus
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={move}
      />
      <div id="offers" class="offers" role="listbox" aria-label="Events" tabIndex={-1}>
        {shown.map((offer) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the arrows of the search box do it
          <div
            key={offer.name}
            id={`offer-${offer.name}`}
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
