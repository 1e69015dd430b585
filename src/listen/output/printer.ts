import { createHash } from 'node:crypto';
import {
  type DeliveryLayout,
  renderDelivery,
  toDeliveryRecord,
} from '../../cli/output/delivery/delivery.ts';
import type { Output, Terminal } from '../../cli/terminal/index.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { Refusal } from '../response.ts';
import { type ListenerFacts, renderBanner, renderReady, toReadyRecord } from './listener.ts';

/** Prints what a listener does. */
export interface ListenerPrinter {
  ready(facts: ListenerFacts): void;
  delivery(delivery: Delivery): void;
  refusal(refusal: Refusal): void;
  /**
   * Resolves when the reader of the output has caught up, so that lines do not pile up in memory; undefined if
   * it has.
   */
  drained(): Promise<void> | undefined;
  /** From now on, prints only the deliveries whose id `isShown` accepts. */
  showOnly(isShown: (id: string) => boolean): void;
}

/** Returns the printer for scripts: NDJSON, and nothing else on standard output. */
export function createJsonPrinter({ out, err }: Terminal): ListenerPrinter {
  const print = batchLines(out);
  return {
    ready: (facts) => out.line(JSON.stringify(toReadyRecord(facts))),
    delivery: (delivery) => print([JSON.stringify(toDeliveryRecord(delivery))]),
    refusal: ({ status, message }) => err.line(`${status}: ${message}`),
    drained: () => out.drained(),
    showOnly() {},
  };
}

/** Returns the printer for people. */
export function createPrettyPrinter(
  { output, print }: Pick<DeliveryLayout, 'output' | 'print'>,
  { out, err }: Terminal,
): ListenerPrinter {
  const printLines = batchLines(out);
  const refusals = new RepetitionCounter();
  const isSameResponse = createComparison();
  let isShown = (_id: string) => true;
  return {
    ready(facts) {
      if (output === 'quiet') return err.line(renderReady(facts));
      const columns = err.isTTY ? err.columns : undefined;
      err.lines(renderBanner(facts, columns, err.style));
    },
    delivery(delivery) {
      if (!isShown(delivery.id)) return;
      const columns = out.isTTY ? out.columns : undefined;
      const layout = {
        ...{ output, print, columns, refusals: refusals.count(causeOf(delivery)) },
        isSameResponse: isSameResponse(delivery),
      };
      const lines = renderDelivery(delivery, layout, out.style);
      if (lines.length > 0) printLines(lines);
    },
    refusal({ status, message }) {
      const count = refusals.count(message);
      const repetition = count > 1 ? err.style.dim(` (${count} times)`) : '';
      err.line(`${err.style.yellow(`! ${status} ${message}`)}${repetition}`);
    },
    drained: () => out.drained(),
    showOnly(filter) {
      isShown = filter;
    },
  };
}

/** Returns why a delivery was refused; null if it was not. */
function causeOf({ verification: { diagnosis } }: Delivery): string | null {
  return diagnosis && `${diagnosis.message} ${diagnosis.remedy}`;
}

/** Returns a function that compares an app's response that is not 2xx with the one before; false without a body. */
function createComparison(): (delivery: Delivery) => boolean {
  let last = '';
  return ({ forward }) => {
    const { status = null, body } = forward ?? {};
    if (status === null || (status >= 200 && status < 300) || !body?.length) return false;
    const previous = last;
    last = `${status} ${createHash('sha256').update(body).digest('hex')}`;
    return last === previous;
  };
}

/** The most texts to count, because a sender can make up any number. */
const maxCounted = 100;

/** Counts how often the same text occurs. */
class RepetitionCounter {
  readonly #counts = new Map<string, number>();

  /** Returns how often this text has occurred, this time included; 1 for null. */
  count(text: string | null): number {
    if (text === null) return 1;
    if (this.#counts.size >= maxCounted) this.#counts.clear();
    const count = (this.#counts.get(text) ?? 0) + 1;
    this.#counts.set(text, count);
    return count;
  }
}

/** Returns a function that prints lines; those of one turn of the event loop go out in one write. */
function batchLines(out: Output): (lines: readonly string[]) => void {
  let waiting: string[] = [];
  function flush(): void {
    out.lines(waiting);
    waiting = [];
  }
  return (lines) => {
    if (waiting.length === 0) setImmediate(flush);
    waiting.push(...lines);
  };
}
