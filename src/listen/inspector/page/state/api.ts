import type { Scenario } from '../../../../core/logto/scenarios.ts';
import type {
  AttemptRecord,
  BodyCheck,
  DeliveryDetails,
  DeliverySummary,
  EventOffer,
  ReplayOptions,
  Sample,
} from '../../source.ts';
import { authorize } from './authorize.ts';
import { readError } from './call-error.ts';

/** Sends a request that is authorized by a header; URLs may be logged. */
export async function request(
  path: string,
  { body, ...init }: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<Response> {
  const response = await fetch(`/api/${path}`, {
    ...init,
    headers: { authorization: await authorize() },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await readError(response);
  return response;
}

async function get<T>(path: string): Promise<T> {
  return (await request(path)).json();
}

async function post<T>(path: string, body?: unknown): Promise<T> {
  return (await request(path, { method: 'POST', body })).json();
}

/** Fetches a page of the list, newest first. */
export function fetchDeliveries(
  query: Readonly<Record<string, string>>,
): Promise<DeliverySummary[]> {
  return get(`deliveries?${new URLSearchParams(query)}`);
}

/** Fetches the IDs of deliveries whose body contains a text. */
export function fetchIds(query: Readonly<Record<string, string>>): Promise<string[]> {
  return get(`ids?${new URLSearchParams(query)}`);
}

export function fetchDetails(id: string): Promise<DeliveryDetails> {
  return get(`deliveries/${encodeURIComponent(id)}`);
}

export function fetchCurl(id: string): Promise<string> {
  return get(`deliveries/${encodeURIComponent(id)}/curl`);
}

export function replayDelivery(id: string, options: ReplayOptions = {}): Promise<AttemptRecord> {
  return post(`deliveries/${encodeURIComponent(id)}/replay`, options);
}

export function saveDelivery(id: string): Promise<string | null> {
  return post(`deliveries/${encodeURIComponent(id)}/save`);
}

export function sendSample(sample: Sample): Promise<AttemptRecord> {
  return post('send', sample);
}

export function checkBody(body: string): Promise<BodyCheck> {
  return post('check', { body });
}

export function fetchEvents(): Promise<EventOffer[]> {
  return get('events');
}

export function fetchScenarios(): Promise<Scenario[]> {
  return get('scenarios');
}

export function fetchFields(event: string): Promise<string[]> {
  return get(`events/${encodeURIComponent(event)}`);
}
