import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { eventNames } from '../../src/core/logto/events.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import type { Tenant } from '../helpers/tenant/tenant.ts';

/*
 * The tenant of the tests must respond as a real Logto with the events of 1.43 and dev features did, in the
 * same order: status, relevant headers and body, except for ids, keys and times.
 */

const exchangeSchema = z.object({
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
  }),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
  }),
});
type Exchange = z.infer<typeof exchangeSchema>;

const directory = path.resolve(import.meta.dirname, '../logto/management-api');
const exchanges = readdirSync(directory).map((file): [string, Exchange] => [
  file,
  exchangeSchema.parse(JSON.parse(readFileSync(path.join(directory, file), 'utf8'))),
]);

/** A sign-up between two calls: the payload that the receiver got, as the logged error contains it. */
const signUp = JSON.parse(
  /^HTTPError: (.*)$/.exec(
    JSON.parse(readFileSync(path.join(directory, '19-recent-logs-by-key.json'), 'utf8')).response
      .body[0].payload.error,
  )?.[1] ?? '',
).options.json;

it('the tenant of the tests responds as Logto did in all 29 exchanges', async () => {
  expect(exchanges).toHaveLength(29);
  const tenant = await startTenant();
  tenant.state.knownEvents = eventNames;
  const receiver = await startReceiver(({ path: where }, response) => {
    response.statusCode = where === '/fail' ? 500 : 200;
    response.end(where === '/fail' ? '{"error":"boom"}' : '{"ok":true}');
  });
  addFormerHooks(tenant, receiver.url);
  const ids = new Map([['http://127.0.0.1:9601', receiver.url]]);
  for (const [file, exchange] of exchanges) {
    const answered = await ask(tenant, exchange.request, ids);
    const { status, headers, body } = exchange.response;
    expect([file, answered.status]).toEqual([file, status]);
    expect([file, normalize(answered.body)]).toEqual([file, normalize(body)]);
    for (const [name, value] of Object.entries(headers)) {
      const actual = answered.headers.get(name);
      const pattern = name === 'etag' ? /^"[\da-f]+-[\w+/]{27}"$/ : undefined;
      if (pattern) expect(actual).toMatch(pattern);
      else expect([file, name, normalize(actual)]).toEqual([file, name, normalize(value)]);
    }
    learnIds(body, answered.body, ids);
    const { hookId, ...payload } = signUp;
    if (file.startsWith('10')) await tenant.emit('User.Created', payload);
  }
  // The endpoint received deliveries and test sends, all signed.
  expect(receiver.requests.map(({ path: where }) => where)).toEqual(
    expect.arrayContaining(['/ok', '/fail']),
  );
  for (const { headers } of receiver.requests) {
    expect(headers['logto-signature-sha-256']).toMatch(/^[\da-f]{64}$/);
  }
});

/** Adds the three webhooks that existed before, which list responses contain. */
function addFormerHooks(tenant: Tenant, receiver: string): void {
  const listed = z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        events: z.array(z.string()),
        config: z.object({ url: z.string() }).loose(),
        signingKey: z.string(),
      }),
    )
    .parse(exchanges.find(([file]) => file.startsWith('12'))?.[1].response.body);
  for (const hook of listed.slice(3).reverse()) {
    const { headers } = hook.config;
    const url = hook.config.url.replace(/^http:\/\/127\.0\.0\.1:\d+/, receiver);
    const custom = z.record(z.string(), z.string()).optional().parse(headers);
    tenant.addHook({ ...hook, config: custom ? { url, headers: custom } : { url }, enabled: true });
  }
}

async function ask(
  { endpoint, auth }: Tenant,
  { method, path: where, headers, body }: Exchange['request'],
  ids: ReadonlyMap<string, string>,
) {
  const replace = (text: string) =>
    [...ids].reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const authorization = (headers.authorization ?? '')
    .replace('<basic-credentials>', Buffer.from(auth).toString('base64'))
    .replace('<access-token>', ids.get('<access-token>') ?? '');
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  const form = isForm ? new URLSearchParams(z.record(z.string(), z.string()).parse(body)) : null;
  const now = Date.now();
  const recent = replace(where).replace(
    'start_time=1795373718010&end_time=1795373778010',
    `start_time=${now - 60_000}&end_time=${now + 1000}`,
  );
  const response = await fetch(`${endpoint}${recent}`, {
    method,
    headers: { ...headers, authorization },
    body: body === null ? null : (form?.toString() ?? replace(JSON.stringify(body))),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : JSON.parse(text),
  };
}

/**
 * Replaces ids, keys, times and origins, which differ each time; everything else must be the same,
 * including the order of keys.
 */
function normalize(value: unknown): string {
  return JSON.stringify(value ?? null)
    .replace(/<access-token>|(?<="access_token":")[\w-]+/g, 'TOKEN')
    .replace(/\b\d{13}\b/g, '0')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE')
    .replace(/http:\/\/(127\.0\.0\.1|localhost):\d+/g, 'ORIGIN')
    .replace(/\b[0-9a-z]{21}\b/g, 'ID')
    .replace(/\b[0-9a-z]{12}\b/g, 'ID')
    .replace(/\b[0-9A-Za-z]{32}\b/g, 'KEY');
}

/** Maps ids of the recording to those of this tenant. */
function learnIds(recorded: unknown, actual: unknown, ids: Map<string, string>): void {
  const named = z.object({ id: z.string() });
  const [from, to] = [named.safeParse(recorded), named.safeParse(actual)];
  if (from.success && to.success) ids.set(from.data.id, to.data.id);
  const token = z.object({ access_token: z.string() }).safeParse(actual);
  if (token.success) ids.set('<access-token>', token.data.access_token);
}
