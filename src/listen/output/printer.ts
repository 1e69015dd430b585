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
    showOnly() {},
  };
}

/** Returns the printer for people. */
export function createPrettyPrinter(
  { output, print }: Pick<DeliveryLayout, 'output' | 'print'>,
  { out, err }: Terminal,
): ListenerPrinter {
  const printLines = batchLines(out);
  let isShown = (_id: string) => true;
  return {
    ready(facts) {
      if (output === 'quiet') return err.line(renderReady(facts));
      for (const line of renderBanner(facts, err.style)) err.line(line);
    },
    delivery(delivery) {
      if (!isShown(delivery.id)) return;
      const columns = out.isTTY ? out.columns : undefined;
      const lines = renderDelivery(delivery, { output, print, columns }, out.style);
      if (lines.length > 0) printLines(lines);
    },
    refusal: ({ status, message }) => err.line(err.style.yellow(`! ${status} ${message}`)),
    showOnly(filter) {
      isShown = filter;
    },
  };
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
