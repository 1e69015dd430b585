import type { Terminal } from '../cli/terminal/index.ts';
import type { Delivery } from '../core/delivery.ts';
import { errorMessage } from '../core/errors.ts';
import { toStored } from '../core/history/delivery-mapping.ts';
import type { StoredAttempt } from '../core/history/record.ts';
import { defaultRetention, type Retention } from '../core/history/retention.ts';
import { HistoryWriter } from '../core/history/writer.ts';
import { ForeignPathError } from '../core/workspace/own-path.ts';

export interface HistorySink {
  /** Stores a delivery. Returns false if that failed, which is reported on standard error. */
  keep(delivery: Delivery): Promise<boolean>;
  /** Stores another attempt of a delivery. A failure is reported on standard error. */
  keepReplay(id: string, attempt: StoredAttempt): Promise<void>;
  close(): Promise<void>;
}

/**
 * Returns the sink of `--no-history`. Responses still wait for the end of the event loop's turn, as with a
 * history: waking the sender for each of them takes as long as the rest of a delivery.
 */
export function createNullSink(): HistorySink {
  let turn: Promise<boolean> | undefined;
  return {
    keep() {
      turn ??= new Promise((resolve) => {
        setImmediate(() => {
          turn = undefined;
          resolve(true);
        });
      });
      return turn;
    },
    keepReplay: async () => {},
    async close() {},
  };
}

/**
 * Stores deliveries in the history of the project. A failure is reported once.
 * @throws ForeignPathError if the history is not the project's own
 */
export function createHistorySink(
  limits: readonly Partial<Retention>[],
  { fsync }: { readonly fsync: boolean },
  { cwd, err }: Pick<Terminal, 'cwd' | 'err'>,
): HistorySink {
  const retention: Retention = Object.assign({}, defaultRetention, ...limits);
  const writer = new HistoryWriter(cwd, retention, { fsync });
  let reported: string | undefined;

  function report(error: unknown): void {
    const message = errorMessage(error);
    if (message === reported) return;
    reported = message;
    err.line(
      err.style.red(`! ${message} `) +
        'Deliveries get 500 instead of 2xx until it is writable. To store none, use --no-history.',
    );
  }

  try {
    writer.prepare();
  } catch (error) {
    if (error instanceof ForeignPathError) throw error;
    report(error);
  }
  return {
    async keep(delivery) {
      try {
        await writer.appendDelivery(toStored(delivery));
      } catch (error) {
        report(error);
        return false;
      }
      if (reported !== undefined) err.line('The history is writable again.');
      reported = undefined;
      return true;
    },
    keepReplay: (id, attempt) => writer.appendAttempt(id, attempt).catch(report),
    close: () => writer.close(),
  };
}
