import { useEffect, useRef, useState } from 'preact/hooks';
import { describeRejected } from '../../../../core/history/rejected.ts';
import type { DeliverySummary } from '../../source.ts';
import { Icon } from '../icons.tsx';
import { attempt } from '../notices.tsx';
import { describeOutcome, isSuccess, reportAttempt } from '../state/actions.ts';
import { replayDelivery } from '../state/api.ts';
import { details, listener } from '../state/store.ts';
import { closeDialog, Dialog } from './dialog.tsx';

/** Failures that are listed. */
const maxFailures = 50;

interface Progress {
  readonly done: number;
  readonly failed: number;
  readonly isRunning: boolean;
  readonly failures: readonly string[];
}

const notStarted: Progress = { done: 0, failed: 0, isRunning: false, failures: [] };

/** The last URL that was entered. */
let lastUrl = '';

interface ReplayDialogProps {
  readonly deliveries: readonly DeliverySummary[];
  /** Not replayed, only named. */
  readonly rejected: readonly DeliverySummary[];
}

/** Replays one or more deliveries, oldest first, to the app or another URL on this machine. */
export function ReplayDialog({ deliveries, rejected }: ReplayDialogProps) {
  const [url, setUrl] = useState(lastUrl);
  const [progress, setProgress] = useState(notStarted);
  const isStopped = useRef(false);
  const stop = () => {
    isStopped.current = true;
  };
  useEffect(() => stop, []);

  async function start(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (progress.isRunning) return stop();
    isStopped.current = false;
    lastUrl = url;
    await attempt(() => replayAll(deliveries, url, isStopped, setProgress));
    setProgress((last) => ({ ...last, isRunning: false }));
  }

  const count = deliveries.length.toLocaleString();
  const title = deliveries.length === 1 ? 'Replay a delivery' : `Replay ${count} deliveries`;
  return (
    <Dialog title={title} size="small">
      <form class="replay" onSubmit={(event) => void start(event)}>
        <label class="labelled">
          To
          <input
            type="text"
            placeholder={defaultTarget(deliveries)}
            spellcheck={false}
            autocomplete="off"
            disabled={progress.isRunning}
            autoFocus
            value={url}
            onInput={({ currentTarget }) => setUrl(currentTarget.value)}
          />
        </label>
        <p class="note">
          Byte for byte, with the original signature{deliveries.length > 1 && ', oldest first'}.
          Only URLs on this machine, such as <code>localhost:4000/hook</code>.
        </p>
        {rejected.length > 0 && (
          <p class="note">
            Skips {describeRejected(rejected)}; select {rejected.length === 1 ? 'it' : 'one'} in the
            list to replay it.
          </p>
        )}
        <Outcome {...{ progress }} total={deliveries.length} />
        <footer>
          <button type="submit" class="button primary end">
            <Icon name={progress.isRunning ? 'close' : 'replay'} />
            {progress.isRunning ? 'Stop' : 'Replay'}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Returns where replays go if no URL is entered. */
function defaultTarget([first, ...others]: readonly DeliverySummary[]): string | undefined {
  const { value: selected } = details;
  if (others.length === 0 && selected?.summary.id === first?.id) return selected?.replayTo;
  const { url, destinations = [] } = listener.value ?? {};
  return destinations.length > 1 ? 'The route of each delivery' : (destinations[0] ?? url);
}

function Outcome({ progress, total }: { progress: Progress; total: number }) {
  const { done, failed, failures, isRunning } = progress;
  if (!isRunning && done === 0) return null;
  return (
    <>
      <progress aria-label="Progress" value={done} max={total} />
      <p role="status">
        {done.toLocaleString()} of {total.toLocaleString()} replayed, {failed.toLocaleString()}{' '}
        failed
      </p>
      {failures.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be focusable
        <ul class="failures" aria-label="Failures" tabIndex={0}>
          {failures.map((failure) => (
            <li key={failure}>{failure}</li>
          ))}
        </ul>
      )}
    </>
  );
}

async function replayAll(
  deliveries: readonly DeliverySummary[],
  url: string,
  isStopped: { readonly current: boolean },
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const options = url.trim() === '' ? {} : { to: url };
  let progress: Progress = { ...notStarted, isRunning: true };
  for (const { id, event } of deliveries.toReversed()) {
    if (isStopped.current) return;
    const outcome = await replayDelivery(id, options);
    if (deliveries.length === 1) {
      closeDialog();
      reportAttempt('Replayed', outcome);
      return;
    }
    const isFailure = !isSuccess(outcome);
    const failure = `${event ?? 'No event'} ${id}: ${describeOutcome(outcome)}`;
    progress = {
      isRunning: true,
      done: progress.done + 1,
      failed: progress.failed + (isFailure ? 1 : 0),
      failures: isFailure
        ? [...progress.failures, failure].slice(0, maxFailures)
        : progress.failures,
    };
    onProgress(progress);
  }
}
