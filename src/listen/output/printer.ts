import {
  type DeliveryLayout,
  renderDelivery,
  toDeliveryRecord,
} from '../../cli/output/delivery/delivery.ts';
import type { Output, Terminal } from '../../cli/terminal/index.ts';
import type { Delivery } from '../../core/delivery.ts';
import type { Refusal } from '../server/server.ts';
import { type ListenerFacts, renderBanner, renderReady, toReadyRecord } from './listener.ts';

/** What a listener says. */
export interface ListenerPrinter {
  ready(facts: ListenerFacts): void;
  delivery(delivery: Delivery): void;
  refusal(refusal: Refusal): void;
}

/** For scripts: NDJSON, and nothing else on standard output. */
export function createJsonPrinter({ out, err }: Terminal): ListenerPrinter {
  const print = atOnce(out);
  return {
    ready: (facts) => out.line(JSON.stringify(toReadyRecord(facts))),
    delivery: (delivery) => print([JSON.stringify(toDeliveryRecord(delivery))]),
    refusal: ({ status, message }) => err.line(`${status}: ${message}`),
  };
}

/** For people. */
export function createPrettyPrinter(
  { output, print }: Pick<DeliveryLayout, 'output' | 'print'>,
  { out, err }: Terminal,
): ListenerPrinter {
  const say = atOnce(out);
  return {
    ready(facts) {
      if (output === 'quiet') return err.line(renderReady(facts));
      for (const line of renderBanner(facts, err.style)) err.line(line);
    },
    delivery(delivery) {
      const columns = out.isTTY ? out.columns : undefined;
      const lines = renderDelivery(delivery, { output, print, columns }, out.style);
      if (lines.length > 0) say(lines);
    },
    refusal: ({ status, message }) => err.line(err.style.yellow(`! ${status} ${message}`)),
  };
}

/** Prints lines; what is said within one turn of the event loop goes out in one write. */
function atOnce(out: Output): (lines: readonly string[]) => void {
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
