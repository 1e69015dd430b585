import { UsageError } from '../../core/errors.ts';
import { fixtureVariants } from '../../core/fixtures/fixtures.ts';
import { catalog } from '../../core/logto/catalog.ts';
import { eventNames, isEventName } from '../../core/logto/events.ts';
import { PayloadError } from '../../core/payload/parse.ts';
import { identifyBody } from '../../core/payload/read.ts';
import type { BodyCheck, EventOffer, InspectorSource, Sample } from './source.ts';

/** One call of the page. */
interface ApiCall {
  /** Of the delivery or event; empty where the path has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The parsed body; undefined where there is none. */
  readonly body: unknown;
}

/** Rows of the list that are given at a time. */
const mostRows = 1_000;

type Route = (call: ApiCall, source: InspectorSource) => Promise<unknown>;

const routes: Readonly<Record<string, Route>> = {
  'GET deliveries': ({ query }, source) =>
    source.list({
      limit: Math.min(Number(query.get('limit')) || mostRows, mostRows),
      before: query.get('before') ?? undefined,
      text: query.get('text') ?? undefined,
      isRecent: query.has('recent'),
    }),
  'GET deliveries/:id': ({ id }, source) => source.get(id),
  'GET deliveries/:id/curl': ({ id }, source) => source.curl(id),
  'POST deliveries/:id/replay': ({ id, body }, source) =>
    source.replay(id, { body: textOf(body, 'body') }),
  'POST deliveries/:id/save': ({ id }, source) => source.save(id),
  'POST send': ({ body }, source) => source.send(readSample(body)),
  'POST check': async ({ body }) => checkBody(textOf(body, 'body') ?? ''),
  'GET events': async () => offerEvents(),
  'GET events/:id': async ({ id }) => listFields(id),
};

/** What answers `GET deliveries`, `POST deliveries/:id/replay` …; undefined where nothing does. */
export function findRoute(route: string): Route | undefined {
  return Object.hasOwn(routes, route) ? routes[route] : undefined;
}

/** What an edited body is, and where it is not what Logto promises. */
function checkBody(text: string): BodyCheck {
  try {
    const { identified, drift } = identifyBody(Buffer.from(text));
    const { event, known } = identified;
    return { event, known, drifts: drift(), error: null };
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    const { cause } = error;
    const why = cause instanceof Error ? cause.message : error.message;
    return { event: null, known: false, drifts: [], error: why };
  }
}

function offerEvents(): EventOffer[] {
  return eventNames.map((name) => ({
    name,
    meaning: catalog[name].meaning,
    variants: fixtureVariants(name),
  }));
}

/** The paths that an event's payload may have, for completion. */
async function listFields(event: string): Promise<string[]> {
  if (!isEventName(event)) throw new UsageError(`Unknown event '${event}'.`);
  const { payloadFields } = await import('../../core/payload/fields.ts');
  return payloadFields(event).map(({ path }) => path.replaceAll('[]', '[0]'));
}

function readSample(body: unknown): Sample {
  const event = textOf(body, 'event');
  const set = fieldOf(body, 'set') ?? [];
  if (event === undefined || !Array.isArray(set) || !set.every(isSetting)) {
    throw new UsageError('A sample is { event, variant, set: [[path, value]] }.');
  }
  return { event, variant: textOf(body, 'variant'), set };
}

function isSetting(value: unknown): value is readonly [string, string] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
  );
}

function textOf(body: unknown, key: string): string | undefined {
  const value = fieldOf(body, key);
  if (value === undefined || typeof value === 'string') return value;
  throw new UsageError(`'${key}' must be a string.`);
}

function fieldOf(body: unknown, key: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, key)) return undefined;
  return Reflect.get(body, key);
}
