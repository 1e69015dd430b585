import { UsageError } from '../../core/errors.ts';
import type { Attempt } from '../../core/http/deliver.ts';
import type { RawHeaders } from '../../core/http/raw-headers.ts';
import {
  type Channel,
  decodeAttempt,
  type OpenCommand,
  type WorkerCommand,
  workerReportSchema,
} from './worker-messages.ts';

/** A request to send. */
export interface Job {
  /** The id of the log entry. */
  readonly id: string;
  /** The endpoint's digest, as in the journal. */
  readonly to: string;
  readonly url: URL;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

interface Waiting {
  resolve(attempt: Attempt): void;
  reject(error: Error): void;
}

/** The command's side: sends jobs to the worker and receives their results. */
export class WorkerClient {
  readonly #channel: Channel;
  readonly #waiting = new Map<string, Waiting>();
  readonly #closed: Promise<void>;
  #failure: Error | undefined;

  private constructor(channel: Channel, isGone: Promise<void>) {
    this.#channel = channel;
    this.#closed = isGone;
  }

  /**
   * Makes the worker open the journal and take the lock.
   * @throws UsageError if another run has them, or they cannot be written
   */
  static open(channel: Channel, order: Omit<OpenCommand, 'type'>): Promise<WorkerClient> {
    return new Promise((resolve, reject) => {
      const isGone = new Promise<void>((gone) => channel.onClose(gone));
      const worker = new WorkerClient(channel, isGone);
      void isGone.then(() => {
        const error = new Error('The delivery process ended. Run the command again to continue.');
        worker.#fail(error);
        reject(error);
      });
      channel.onMessage((message) => {
        const report = workerReportSchema.parse(message);
        if (report.type === 'opened') resolve(worker);
        else if (report.type === 'attempted')
          worker.#settle(report.id, decodeAttempt(report.attempt));
        else if (report.type === 'refused') {
          const error = new UsageError(report.reason, report.remedy);
          worker.#fail(error);
          reject(error);
          void worker.close();
        }
      });
      send(channel, { type: 'open', ...order });
    });
  }

  /**
   * Delivers once; the journal is written when this returns. The same job must not run concurrently.
   * @throws UsageError or Error if the worker cannot go on
   */
  deliver({ id, to, url, headers, body }: Job): Promise<Attempt> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#waiting.set(id, { resolve, reject });
      const order = { id, to, url: url.href, headers: [...headers], body };
      send(this.#channel, { type: 'deliver', ...order });
    });
  }

  /** Finishes running deliveries and ends the worker. */
  async close(): Promise<void> {
    send(this.#channel, { type: 'close' });
    await this.#closed;
  }

  #settle(id: string, attempt: Attempt): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.resolve(attempt);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}

function send(channel: Channel, order: WorkerCommand): void {
  channel.send(order);
}
