import { useEffect, useState } from 'preact/hooks';
import type { Scenario } from '../../../../core/logto/scenarios.ts';
import type { EventOffer, Sample } from '../../source.ts';
import { Icon } from '../icons.tsx';
import { Choice, keyOf } from '../list/filter-bar.tsx';
import { attempt } from '../notices.tsx';
import { reportAttempt } from '../state/actions.ts';
import { fetchEvents, fetchFields, fetchScenarios, sendSample } from '../state/api.ts';
import { listener } from '../state/store.ts';
import { selectNext } from '../state/sync.ts';
import { closeDialog, Dialog } from './dialog.tsx';
import { EventPicker, type Offer } from './event-picker.tsx';
import { Overrides, type Setting } from './overrides.tsx';

type Signing = NonNullable<Sample['signing']>;

const signings = {
  valid: 'Valid',
  tampered: 'Tampered: the body changes after signing',
  none: 'Unsigned',
} as const satisfies Record<Signing, string>;

/** Sends any event or scenario to the listener, as Logto would. */
export function SendDialog() {
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  const [offer, setOffer] = useState<Offer>();
  const [variant, setVariant] = useState('');
  const [settings, setSettings] = useState<readonly Setting[]>([]);
  const [signing, setSigning] = useState<Signing>('valid');

  useEffect(() => {
    void attempt(async () => setOffers(await fetchOffers()));
  }, []);

  function pick(next: Offer): void {
    setOffer(next);
    setVariant(next.event?.variants[0] ?? '');
  }

  async function send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!offer) return;
    const set = settings.filter(([path]) => path.trim() !== '');
    const samples = offer.scenario?.steps ?? [{ event: offer.name, variant, set }];
    await attempt(async () => {
      selectNext(samples.length);
      for (const sample of samples) {
        const outcome = await sendSample({ set: [], ...sample, signing });
        closeDialog();
        reportAttempt('Sent', outcome);
      }
    });
  }

  return (
    <Dialog title="Send a sample" size="medium">
      <form class="send" onSubmit={(event) => void send(event)}>
        <EventPicker offers={offers} picked={offer?.name} onPick={pick} />
        <div class="sample">
          {offer && (
            <>
              <h3>{offer.name}</h3>
              <p class="quiet">{offer.meaning}</p>
              {offer.scenario && <Steps of={offer.scenario} />}
              {offer.event && (
                <EventOptions
                  {...{ variant, setVariant, settings, setSettings }}
                  of={offer.event}
                />
              )}
              <div class="labelled">
                <span>Signature</span>
                <Choice
                  label="Signature"
                  value={signing}
                  onPick={(value) => setSigning(keyOf(signings, value))}
                >
                  {Object.entries(signings).map(([name, label]) => (
                    <option key={name} value={name}>
                      {label}
                    </option>
                  ))}
                </Choice>
              </div>
            </>
          )}
        </div>
        <footer>
          <p class="quiet">
            To <code>{listener.value?.url}</code>
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

interface EventOptionsProps {
  readonly of: EventOffer;
  readonly variant: string;
  readonly setVariant: (variant: string) => void;
  readonly settings: readonly Setting[];
  readonly setSettings: (settings: readonly Setting[]) => void;
}

function EventOptions({ of, variant, setVariant, settings, setSettings }: EventOptionsProps) {
  const [fields, setFields] = useState<readonly string[]>([]);
  useEffect(() => {
    void attempt(async () => setFields(await fetchFields(of.name)));
  }, [of]);
  return (
    <>
      <div class="labelled">
        <span>Variant</span>
        <Choice label="Variant" value={variant} onPick={setVariant}>
          {of.variants.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Choice>
      </div>
      <Overrides settings={settings} fields={fields} onChange={setSettings} />
    </>
  );
}

function Steps({ of: { steps } }: { of: Scenario }) {
  return (
    <ol class="steps">
      {steps.map(({ event, variant }, index) => (
        <li key={index}>
          {event} <span class="quiet">{variant}</span>
        </li>
      ))}
    </ol>
  );
}

async function fetchOffers(): Promise<Offer[]> {
  const [events, scenarios] = await Promise.all([fetchEvents(), fetchScenarios()]);
  return [
    ...events.map((event) => ({ name: event.name, meaning: event.meaning, event })),
    ...scenarios.map((scenario) => ({
      name: `Scenario: ${scenario.name}`,
      meaning: scenario.description,
      scenario,
    })),
  ];
}
