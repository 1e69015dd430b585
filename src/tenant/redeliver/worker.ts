import { systemCode } from '../../core/errors.ts';
import { deliver, isSuccess, lostEvent } from '../../core/http/deliver.ts';
import { chooseTransport } from '../../core/http/transport/select-transport.ts';
import type { Transport } from '../../core/http/transport/transport.ts';
import { Journal } from './journal.ts';
import { Lock, type Processes } from './lock.ts';
import {
  type Channel,
  type DeliverCommand,
  encodeAttempt,
  type OpenCommand,
  type WorkerReport,
  workerCommandSchema,
} from './worker-messages.ts';

/** The most bytes of a response to show. */
const maxResponse = 64 * 1024;

/** Milliseconds that a worker needs to shut down, besides waiting for responses. */
const shutdownMs = 2000;

interface WorkerState {
  readonly order: OpenCommand;
  readonly journal: Journal;
  readonly lock: Lock;
  readonly transport: Transport;
}

/**
 * Delivers jobs and writes the journal in a process of its own. If the command is killed, running
 * deliveries are still finished and recorded, so that the next run knows about them. Ends when the command
 * says so or is gone.
 */
export function runWorker(channel: Channel, processes: Processes): Promise<void> {
  return new Promise((resolve) => {
    let opening: Promise<WorkerState | undefined> = Promise.resolve(undefined);
    const underWay = new Set<Promise<void>>();
    let isEnding = false;
    const tell = (report: WorkerReport) => channel.send(report);

    const end = async () => {
      if (isEnding) return;
      isEnding = true;
      const worker = await opening;
      worker?.lock.announceEnd();
      await Promise.all(underWay);
      worker?.journal.close();
      worker?.lock.release();
      await worker?.transport.close();
      tell({ type: 'closed' });
      channel.close();
      resolve();
    };
    channel.onClose(() => void end());
    channel.onMessage((message) => {
      const order = workerCommandSchema.parse(message);
      if (order.type === 'open') opening = open(order, processes, tell);
      if (order.type === 'close') void end();
      if (order.type !== 'deliver') return;
      const delivering = opening
        .then((worker) => worker && attempt(worker, order, tell))
        .catch((error) => tell(refusal(error)))
        .finally(() => underWay.delete(delivering));
      underWay.add(delivering);
    });
  });
}

/** Takes the lock and opens the journal, or reports why it cannot. */
async function open(
  order: OpenCommand,
  processes: Processes,
  tell: (report: WorkerReport) => void,
): Promise<WorkerState | undefined> {
  const { file, insecure, concurrency, timeout } = order;
  try {
    const lock = await Lock.take(`${file}.lock`, processes, 2 * timeout + shutdownMs);
    if (!lock) {
      const reason = 'Another redelivery of this webhook is running.';
      const remedy = `Wait for it or stop it with Ctrl+C. If none is running, remove ${file}.lock.`;
      tell({ type: 'refused', reason, remedy });
      return undefined;
    }
    const journal = new Journal(file);
    const transport = await chooseTransport(Number.POSITIVE_INFINITY, concurrency, insecure);
    tell({ type: 'opened' });
    return { order, journal, lock, transport };
  } catch (error) {
    tell(refusal(error));
    return undefined;
  }
}

function refusal(error: unknown): WorkerReport {
  return {
    type: 'refused',
    reason: `The journal cannot be written (${systemCode(error) ?? String(error)}).`,
    remedy: 'Check the permissions of .logto-hooks and the disk space.',
  };
}

/** Delivers once. The journal is written before the request is sent and before the result is reported. */
async function attempt(
  { order: { timeout }, journal, transport }: WorkerState,
  { id, to, url, headers, body }: DeliverCommand,
  tell: (report: WorkerReport) => void,
): Promise<void> {
  journal.write({ id, to, state: 'sent' });
  const request = { method: 'POST', url: new URL(url), headers, body, timeout, maxResponse };
  const made = await deliver(transport, request);
  // A redirect that turned the POST into a GET lost the event, whatever the response.
  const state = isSuccess(made) && !lostEvent(made) ? 'delivered' : 'failed';
  journal.write({ id, to, state, status: made.response?.status ?? null });
  tell({ type: 'attempted', id, attempt: encodeAttempt(made) });
}
