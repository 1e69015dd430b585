import * as z from 'zod';
import { UsageError } from '../../core/errors.ts';
import { fixtureVariants } from '../../core/fixtures/fixtures.ts';
import { catalog } from '../../core/logto/catalog.ts';
import { eventNames, isEventName } from '../../core/logto/events.ts';
import { scenarios } from '../../core/logto/scenarios.ts';
import { PayloadError } from '../../core/payload/parse.ts';
import { identifyBody } from '../../core/payload/read.ts';
import {
  type BodyCheck,
  type EventOffer,
  type InspectorSource,
  type ListQuery,
  type Sample,
  sampleSignings,
} from './source.ts';

/** A parsed request from the page. */
interface ApiCall {
  /** The ID or event name in the path, or ''. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The parsed JSON body, or undefined. */
  readonly body: unknown;
}

/** Rows per response. */
const maxRows = 1_000;

type Route = (call: ApiCall, source: InspectorSource) => Promise<unknown>;

const routes: Readonly<Record<string, Route>> = {
  'GET deliveries': ({ query }, source) => source.list(readListQuery(query)),
  // The page already has their summaries.
  'GET ids': async ({ query }, source) =>
    (await source.list(readListQuery(query))).map(({ id }) => id),
  'GET deliveries/:id': ({ id }, source) => source.get(id),
  'GET deliveries/:id/curl': ({ id }, source) => source.curl(id),
  'POST deliveries/:id/replay': ({ id, body }, source) =>
    source.replay(id, { body: stringOf(body, 'body'), to: stringOf(body, 'to') }),
  'POST deliveries/:id/save': ({ id }, source) => source.save(id),
  'POST send': ({ body }, source) => source.send(readSample(body)),
  'POST check': async ({ body }) => checkBody(stringOf(body, 'body') ?? ''),
  'GET events': async () => listEvents(),
  'GET events/:id': async ({ id }) => listFields(id),
  'GET scenarios': async () => scenarios,
};

function readListQuery(query: URLSearchParams): ListQuery {
  return {
    limit: Math.min(Number(query.get('limit')) || maxRows, maxRows),
    before: query.get('before') ?? undefined,
    text: query.get('text') ?? undefined,
    isRecent: query.has('recent'),
  };
}

/** Returns the handler of a route such as `POST deliveries/:id/replay`, or undefined. */
export function findRoute(route: string): Route | undefined {
  return Object.hasOwn(routes, route) ? routes[route] : undefined;
}

/** Compares an edited body with the schema of its event. */
function checkBody(text: string): BodyCheck {
  try {
    const { identified, drift } = identifyBody(Buffer.from(text));
    const { event, known } = identified;
    return { event, known, drifts: drift(), error: null };
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    const { cause } = error;
    const message = cause instanceof Error ? cause.message : error.message;
    return { event: null, known: false, drifts: [], error: message };
  }
}

function listEvents(): EventOffer[] {
  return eventNames.map((name) => ({
    name,
    meaning: catalog[name].meaning,
    variants: fixtureVariants(name),
  }));
}

/** Returns the field paths of an event's payload, for completion. */
async function listFields(event: string): Promise<string[]> {
  if (!isEventName(event)) throw new UsageError(`Unknown event '${event}'.`);
  const { payloadFields } = await import('../../core/payload/fields.ts');
  return payloadFields(event).map(({ path }) => path.replaceAll('[]', '[0]'));
}

function readSample(body: unknown): Sample {
  const { data, error } = sampleSchema.safeParse(body);
  if (data) return data;
  const [issue] = error.issues;
  throw new UsageError(`Invalid sample: ${issue?.path.join('.')}: ${issue?.message}.`);
}

const sampleSchema = z.object({
  event: z.string(),
  variant: z.string().optional(),
  set: z.array(z.tuple([z.string(), z.string()])).default([]),
  signing: z.enum(sampleSignings).optional(),
});

function stringOf(body: unknown, key: 'body' | 'to'): string | undefined {
  const { data, error } = z.object({ [key]: z.string().optional() }).safeParse(body ?? {});
  if (error) throw new UsageError(`'${key}' must be a string.`);
  return data[key];
}
