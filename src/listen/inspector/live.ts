import type { ServerResponse } from 'node:http';
import type { DeliverySummary, InspectorSource, ListenerState, LiveMessage } from './source.ts';

/** Milliseconds in which what changed is gathered into one message. */
const gather = 30;
/** Changes that a page is told one by one; beyond it reloads its list. */
const mostChanges = 2_000;
/** Milliseconds. */
const pingEvery = 15_000;

/**
 * Tells a page of all that changes, as Server-Sent Events, until it goes away. A page that is too
 * slow is told to reload instead, so that nothing piles up here.
 */
export function streamChanges(
  response: ServerResponse,
  source: InspectorSource,
  state: ListenerState,
): void {
  const changed = new Map<string, DeliverySummary>();
  let isBehind = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = (message: LiveMessage) => response.write(`data: ${JSON.stringify(message)}\n\n`);

  function flush(): void {
    timer = undefined;
    if (response.writableNeedDrain) return; // 'drain' comes back here.
    if (isBehind) tell({ type: 'reload' });
    else if (changed.size > 0) tell({ type: 'changed', deliveries: [...changed.values()] });
    isBehind = false;
    changed.clear();
  }

  const unsubscribe = source.subscribe((summary) => {
    // A later version of a delivery takes the place of the earlier, at the end of the line.
    changed.delete(summary.id);
    if (changed.size >= mostChanges) isBehind = true;
    if (!isBehind) changed.set(summary.id, summary);
    timer ??= setTimeout(flush, gather);
  });
  const ping = setInterval(() => response.writableNeedDrain || response.write(': \n\n'), pingEvery);
  response.on('drain', flush);
  response.on('close', () => {
    unsubscribe();
    clearInterval(ping);
    clearTimeout(timer);
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  tell({ type: 'hello', state });
}
