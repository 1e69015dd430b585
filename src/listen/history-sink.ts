import type { Terminal } from '../cli/terminal/index.ts';
import type { Delivery } from '../core/delivery.ts';
import { errorMessage } from '../core/errors.ts';
import { toStored } from '../core/history/delivery-mapping.ts';
import type { StoredAttempt } from '../core/history/record.ts';
import { defaultRetention, type Retention } from '../core/history/retention.ts';
import { HistoryWriter } from '../core/history/writer.ts';
import { ForeignPathError } from '../core/workspace/own-path.ts';

export interface Keeper {
  /** Stores one delivery; false where that failed, which is said on standard error. */
  keep(delivery: Delivery): Promise<boolean>;
  /** Stores an attempt more of a delivery; where that fails, that is said and nothing else happens. */
  keepReplay(id: string, attempt: StoredAttempt): Promise<void>;
  close(): Promise<void>;
}

/**
 * Of `--no-history`. Answers still wait for the end of the event loop's turn, as they do for the
 * history: to wake the sender for each of them costs as much as all the rest of a delivery.
 */
export function createNoKeeper(): Keeper {
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
 * Keeps deliveries in the history of the working directory, and says once what hinders it.
 * @throws ForeignPathError when the history is not the project's own
 */
export function createKeeper(
  limits: readonly Partial<Retention>[],
  { fsync }: { readonly fsync: boolean },
  { cwd, err }: Pick<Terminal, 'cwd' | 'err'>,
): Keeper {
  const retention: Retention = Object.assign({}, defaultRetention, ...limits);
  const writer = new HistoryWriter(cwd, retention, { fsync });
  let said: string | undefined;

  function complain(error: unknown): void {
    const message = errorMessage(error);
    if (message === said) return;
    said = message;
    err.line(
      err.style.red(`! ${message} `) +
        'What cannot be kept is answered 500 instead of 2xx, until it can; --no-history keeps nothing.',
    );
  }

  try {
    writer.prepare();
  } catch (error) {
    if (error instanceof ForeignPathError) throw error;
    complain(error);
  }
  return {
    async keep(delivery) {
      try {
        await writer.appendDelivery(toStored(delivery));
      } catch (error) {
        complain(error);
        return false;
      }
      if (said !== undefined) err.line('The history can be written again.');
      said = undefined;
      return true;
    },
    keepReplay: (id, attempt) => writer.appendAttempt(id, attempt).catch(complain),
    close: () => writer.close(),
  };
}
