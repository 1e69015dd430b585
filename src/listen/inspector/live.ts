import type { ServerResponse } from 'node:http';
import type { DeliverySummary, InspectorSource, ListenerState, LiveMessage } from './source.ts';

/** Milliseconds during which changes are batched into one message. */
const batchMs = 30;
/** The most pending changes; beyond them, the page must reload its list. */
const maxChanges = 2_000;
const pingMs = 15_000;

/**
 * Sends every change to a page as Server-Sent Events until it disconnects. A page that reads too slowly must
 * reload its list, so that memory stays bounded.
 */
export function streamChanges(
  response: ServerResponse,
  source: InspectorSource,
  state: ListenerState,
): void {
  const changed = new Map<string, DeliverySummary>();
  let isBehind = false;
  let timer: NodeJS.Timeout | undefined;

  const send = (message: LiveMessage) => response.write(`data: ${JSON.stringify(message)}\n\n`);

  function flush(): void {
    timer = undefined;
    if (response.writableNeedDrain) return; // 'drain' calls it again.
    if (isBehind) send({ type: 'reload' });
    else if (changed.size > 0) send({ type: 'changed', deliveries: [...changed.values()] });
    isBehind = false;
    changed.clear();
  }

  const unsubscribe = source.subscribe((summary) => {
    changed.delete(summary.id); // The newer version goes to the end.
    if (changed.size >= maxChanges) isBehind = true;
    if (!isBehind) changed.set(summary.id, summary);
    timer ??= setTimeout(flush, batchMs);
  });
  const ping = setInterval(() => response.writableNeedDrain || response.write(': \n\n'), pingMs);
  response.on('drain', flush);
  response.on('close', () => {
    unsubscribe();
    clearInterval(ping);
    clearTimeout(timer);
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  send({ type: 'hello', state });
}
