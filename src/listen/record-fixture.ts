import type { Delivery } from '../core/delivery.ts';
import { Recordings, type SavedFixture } from '../core/fixtures/recordings.ts';
import { isObject } from '../core/json/is-object.ts';
import { redactPayload } from '../core/redact/redact.ts';

export interface RecorderOptions {
  /** Where `<Event>/<variant>.json` go. */
  readonly directory: string;
  /** Replaces what is personal by pseudonyms of this key; undefined to save what came. */
  readonly redactionKey: string | undefined;
  readonly onSaved: (saved: SavedFixture) => void;
  /** Told once, however often writing fails. */
  readonly onFailure: (error: Error) => void;
}

export interface Recorder {
  /** Saves a delivery in its turn; never throws. */
  record(delivery: Delivery): void;
  /** Resolves when all is saved. */
  close(): Promise<void>;
}

/** Saves verified deliveries as fixtures, one after the other, while others are answered. */
export function createRecorder(options: RecorderOptions): Recorder {
  const recordings = new Recordings(options.directory);
  let last = Promise.resolve();
  let failed = false;
  return {
    record(delivery) {
      const { signature, payload } = delivery.verification;
      if (signature !== 'valid' || !isObject(payload)) return;
      last = last
        .then(() => save(delivery, payload, recordings, options))
        .catch((error: unknown) => {
          if (!failed) options.onFailure(error instanceof Error ? error : new Error(String(error)));
          failed = true;
        });
    },
    close: () => last,
  };
}

async function save(
  { request }: Delivery,
  payload: Readonly<Record<string, unknown>>,
  recordings: Recordings,
  { redactionKey, onSaved }: RecorderOptions,
): Promise<void> {
  const text = new TextDecoder().decode(request.body); // Without a byte order mark.
  const { text: kept, replaced } =
    redactionKey === undefined ? { text, replaced: [] } : redactPayload(text, redactionKey);
  // Its event and trigger are those of the original: neither is personal.
  const file = await recordings.save(kept, payload);
  if (file !== undefined) onSaved({ file, replaced });
}
