import { useEffect, useState } from 'preact/hooks';
import type { EventOffer } from '../../source.ts';
import { Icon } from '../icons.tsx';
import { Choice } from '../list/filter-bar.tsx';
import { attempt } from '../notices.tsx';
import { tellAttempt } from '../state/actions.ts';
import { fetchEvents, fetchFields, sendSample } from '../state/api.ts';
import { listener } from '../state/store.ts';
import { selectNext } from '../state/sync.ts';
import { closeDialog, Dialog } from './dialog.tsx';
import { EventPicker } from './event-picker.tsx';
import { Overrides, type Setting } from './overrides.tsx';

/** Sends any event to the listener, as Logto would. */
export function SendDialog() {
  const [offers, setOffers] = useState<readonly EventOffer[]>([]);
  const [offer, setOffer] = useState<EventOffer>();
  const [variant, setVariant] = useState('');
  const [settings, setSettings] = useState<readonly Setting[]>([]);
  const [fields, setFields] = useState<readonly string[]>([]);

  useEffect(() => {
    void attempt(async () => setOffers(await fetchEvents()));
  }, []);
  useEffect(() => {
    if (offer) void attempt(async () => setFields(await fetchFields(offer.name)));
  }, [offer]);

  function pick(next: EventOffer): void {
    setOffer(next);
    setVariant(next.variants[0] ?? '');
  }

  async function send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!offer) return;
    const set = settings.filter(([path]) => path.trim() !== '');
    await attempt(async () => {
      selectNext();
      tellAttempt('Sent', await sendSample({ event: offer.name, variant, set }));
      closeDialog();
    });
  }

  return (
    <Dialog title="Send a sample" size="medium">
      <form class="send" onSubmit={(event) => void send(event)}>
        <EventPicker offers={offers} picked={offer?.name} onPick={pick} />
        <div class="sample">
          {offer ? (
            <>
              <h3>{offer.name}</h3>
              <p class="quiet">{offer.meaning}</p>
              <div class="labelled">
                <span>Variant</span>
                <Choice label="Variant" value={variant} onPick={setVariant}>
                  {offer.variants.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </Choice>
              </div>
              <Overrides settings={settings} fields={fields} onChange={setSettings} />
            </>
          ) : (
            <p class="quiet">Pick an event.</p>
          )}
        </div>
        <footer>
          <p class="quiet">
            To <code>{listener.value?.url}</code>, signed with its key
          </p>
          <button type="submit" class="button primary end" disabled={!offer}>
            <Icon name="send" />
            Send
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
