import type { Delivery } from '../core/delivery.ts';
import { Recordings, type SavedFixture } from '../core/fixtures/recordings.ts';
import { isObject } from '../core/json/is-object.ts';
import { redactPayload } from '../core/redact/redact.ts';

export interface RecorderOptions {
  /** Files are saved in it as `<Event>/<variant>.json`. */
  readonly directory: string;
  /** Replaces personal data with pseudonyms of this key; undefined to save payloads unchanged. */
  readonly redactionKey: string | undefined;
  readonly onSaved: (saved: SavedFixture) => void;
  /** Called only for the first failure. */
  readonly onFailure: (error: Error) => void;
}

export interface Recorder {
  /** Saves a delivery after those before it; never throws. */
  record(delivery: Delivery): void;
  /** Resolves when everything is saved. */
  close(): Promise<void>;
}

/** Returns a recorder that saves verified deliveries one after another, without delaying responses. */
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
  // Event and trigger come from the original payload: neither is personal.
  const file = await recordings.save(kept, payload);
  if (file !== undefined) onSaved({ file, replaced });
}
