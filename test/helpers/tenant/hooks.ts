import * as z from 'zod';
import { realDeliveries } from '../deliveries.ts';
import { logtoTimeout, post } from './emit.ts';
import { type Asked, paginate, Refused } from './respond.ts';
import { type Hook, newId, newSigningKey, type TenantState } from './state.ts';

const configSchema = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
});
const changes = z.object({
  name: z.string().optional(),
  events: z.array(z.string()).optional(),
  config: configSchema.optional(),
  enabled: z.boolean().optional(),
});
const newHook = changes.extend({ config: configSchema });
const test = z.object({ events: z.array(z.string()), config: configSchema });

export function listHooks({ hooks, logs }: TenantState, { url }: Asked) {
  const newestFirst = hooks.toReversed();
  const { items, headers } = paginate(newestFirst, url, { isOptional: true });
  return { body: items.map((hook) => withStats(hook, logs, url)), headers };
}

export function getHook({ hooks, logs }: TenantState, id: string, { url }: Asked) {
  const hook = hooks.find((one) => one.id === id);
  if (hook) return withStats(hook, logs, url);
  throw new Refused(404, {
    code: 'entity.not_exists_with_id',
    message: `The hooks with ID \`${id}\` does not exist.`,
  });
}

export function createHook(state: TenantState, body: unknown): Hook {
  const { name = '', events, config, enabled = true } = parse(newHook, body);
  if (!events || events.length === 0) {
    throw new Refused(400, {
      code: 'hook.missing_events',
      message: 'You need to provide at least one event.',
    });
  }
  refuseUnknown(events, state.knownEvents);
  if (state.hooks.length >= state.hookQuota) {
    throw new Refused(403, {
      code: 'subscription.limit_exceeded',
      message: "You have reached your subscription plan's quota limit.",
    });
  }
  const hook: Hook = {
    ...{ tenantId: 'default', id: newId(), name, event: null, events, config: withHeaders(config) },
    ...{ signingKey: newSigningKey(), enabled, createdAt: Date.now() },
  };
  state.hooks.push(hook);
  return hook;
}

export function updateHook(state: TenantState, id: string, body: unknown): Hook {
  const { name, events, config, enabled } = parse(changes, body);
  if (events) refuseUnknown(events, state.knownEvents);
  const hook = existing(state, id);
  if (name !== undefined) hook.name = name;
  if (events) hook.events = events;
  if (config) hook.config = withHeaders(config);
  if (enabled !== undefined) hook.enabled = enabled;
  return hook;
}

export function rotateKey(state: TenantState, id: string): Hook {
  const hook = existing(state, id);
  hook.signingKey = newSigningKey();
  return hook;
}

export function deleteHook(state: TenantState, id: string): void {
  state.hooks.splice(state.hooks.indexOf(existing(state, id)), 1);
}

/** Returns a webhook's log; that of a deleted one is an empty list with status 200. */
export function recentLogs({ hooks, logs, isVisible }: TenantState, id: string, { url }: Asked) {
  const { searchParams } = url;
  const start = readTime(searchParams, 'start_time');
  const end = readTime(searchParams, 'end_time');
  if (start !== undefined && end !== undefined && start >= end) {
    throw new Refused(400, {
      code: 'log.invalid_time_window',
      message: '`end_time` must be after `start_time`.',
    });
  }
  const since = start ?? Date.now() - 24 * 3_600_000;
  const key = searchParams.get('logKey');
  const exists = hooks.some((hook) => hook.id === id);
  const matching = logs.filter(
    (entry) =>
      exists &&
      entry.payload.hookId === id &&
      entry.createdAt > since &&
      (end === undefined || entry.createdAt < end) &&
      (key === null || entry.key === key) &&
      isVisible(entry),
  );
  matching.sort((a, b) => a.createdAt - b.createdAt).reverse();
  const { items, headers } = paginate(matching, url);
  return { body: items, headers };
}

/** Sends the sample payloads of the Console's button, which are not logged. */
export async function testHook(state: TenantState, id: string, body: unknown): Promise<void> {
  const { events, config } = parse(test, body);
  const { signingKey } = existing(state, id);
  for (const event of events) {
    const sample = realDeliveries.find(({ name }) => name === `${event}/console-test-payload`);
    const payload = { ...JSON.parse(sample?.body ?? '{}'), hookId: id };
    await postTest(state, { config: withHeaders(config), signingKey }, payload);
  }
}

async function postTest(
  state: TenantState,
  hook: Pick<Hook, 'config' | 'signingKey'>,
  payload: object,
): Promise<void> {
  let response: Response;
  try {
    response = await post(state, hook, payload, logtoTimeout);
  } catch (error) {
    throw new Refused(422, {
      code: 'hook.send_test_payload_failed',
      message: `Failed to send test payload: ${String(error)}`,
    });
  }
  const responseBody = await response.text();
  if (response.ok) return;
  throw new Refused(422, {
    code: 'hook.endpoint_responded_with_error',
    data: { responseStatus: response.status, responseBody },
    message: 'Endpoint responded with error.',
  });
}

function withStats(hook: Hook, logs: TenantState['logs'], { searchParams }: URL) {
  if (searchParams.get('includeExecutionStats') !== 'true') return hook;
  const own = logs.filter(({ payload }) => payload.hookId === hook.id);
  const successCount = own.filter(({ payload }) => payload.result === 'Success').length;
  return { ...hook, executionStats: { successCount, requestCount: own.length } };
}

function withHeaders({ url, headers }: z.infer<typeof configSchema>): Hook['config'] {
  return headers === undefined ? { url } : { url, headers };
}

function existing({ hooks }: TenantState, id: string): Hook {
  const hook = hooks.find((one) => one.id === id);
  if (hook) return hook;
  throw new Refused(404, {
    code: 'entity.not_found',
    message: 'The resource does not exist.',
  });
}

function readTime(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === null) return undefined;
  const time = Number(text);
  if (Number.isFinite(time)) return time;
  throw new Refused(400, {
    code: 'guard.invalid_input',
    message: `The request ${name} is invalid.`,
  });
}

function parse<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalidBody(parsed.error.issues, parsed.error.message);
}

/** Rejects unknown events with the words of zod 3, which Logto uses. */
function refuseUnknown(events: readonly string[], known: readonly string[]): void {
  const index = events.findIndex((event) => !known.includes(event));
  const received = events[index];
  if (received === undefined) return;
  const options = known.map((event) => `'${event}'`).join(' | ');
  const message = `Invalid enum value. Expected ${options}, received '${received}'`;
  const issue = {
    ...{ received, code: 'invalid_enum_value', options: known, path: ['events', index], message },
  };
  throw invalidBody(
    [issue],
    `Error in key path "events.${index}": (invalid_enum_value) ${message}`,
  );
}

function invalidBody(issues: readonly object[], details: string): Refused {
  return new Refused(400, {
    code: 'guard.invalid_input',
    data: { issues, name: 'ZodError' },
    details,
    message: 'The request body is invalid.',
  });
}
