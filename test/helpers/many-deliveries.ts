import { onTestFinished } from 'vitest';
import { startInspector } from '../../src/listen/inspector/server.ts';
import type { DeliverySummary, InspectorSource } from '../../src/listen/inspector/source.ts';
import { UnknownDelivery } from '../../src/listen/inspector/unknown-delivery.ts';
import { temporaryDirectory } from './cli.ts';

interface ManyDeliveries extends InspectorSource {
  /** Adds a new delivery. */
  add(number: number): void;
  /** Drops all deliveries. */
  forget(): void;
}

/** Creates many deliveries; `Number 0` is the oldest. */
export function manyDeliveries(count: number): ManyDeliveries {
  const newestFirst = Array.from({ length: count }, (_, index) => summarize(count - 1 - index));
  const listeners = new Set<(changed: DeliverySummary) => void>();
  const nothing = async (id: string) => {
    throw new UnknownDelivery(id);
  };
  return {
    async list({ before, limit, text }) {
      if (text !== undefined) return [];
      const from = newestFirst.findIndex(({ id }) => id === before) + 1;
      return newestFirst.slice(from, from + limit);
    },
    async get(id) {
      const summary = newestFirst.find((one) => one.id === id) ?? (await nothing(id));
      const { drift, replays, lastReplay, sentence, key, forward, ...rest } = summary;
      const facts = {
        diagnosis: null,
        known: true,
        consoleTest: false,
        via: 'http',
        headers: {},
        body: '{}',
      };
      return { summary, record: { ...rest, ...facts, drift: [] }, attempts: [], replayTo: '' };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(number) {
      const summary = summarize(number);
      newestFirst.unshift(summary);
      for (const listener of listeners) listener(summary);
    },
    forget() {
      newestFirst.length = 0;
    },
    replay: nothing,
    send: () => nothing(''),
    save: nothing,
    curl: nothing,
  };
}

/** Serves an inspector until the end of the test, and returns its address. */
export async function serve(source: InspectorSource): Promise<string> {
  const url = 'http://127.0.0.1:3333';
  const state = { url, destinations: [], events: [] };
  const options = { source, port: 0, cwd: temporaryDirectory(), state };
  const inspector = await startInspector(options);
  onTestFinished(() => inspector.close());
  return inspector.url;
}

function summarize(number: number): DeliverySummary {
  return {
    id: `id-${number}`,
    receivedAt: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
    event: 'PostSignIn',
    hookId: 'hook',
    signature: 'valid',
    key: null,
    path: '/',
    forward: null,
    sentence: `Number ${number} signed in`,
    drift: 0,
    responded: 200,
    replays: 0,
    lastReplay: null,
  };
}
