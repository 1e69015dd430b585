import { expect, it } from 'vitest';
import { createAnalytics } from '../src/handlers/analytics.ts';
import { measurementSchema, respondAsProviders } from './analytics/contracts.ts';
import { createTestContext } from './testing/context.ts';
import { postRegister, postSignIn } from './testing/interaction-payloads.ts';
import { iso } from './testing/payloads.ts';
import { type ServiceRequest, type ServiceResponse, startService } from './testing/service.ts';

const key = { ANALYTICS_PSEUDONYM_KEY: '0123456789abcdef0123456789abcdef' };
const google = { GA4_MEASUREMENT_ID: 'G-ABC123', GA4_API_SECRET: 'secret' };
const umami = { UMAMI_WEBSITE_ID: '0b3c1f2e-7a55-4a5e-9d3c-1f2e7a554a5e' };
const plausible = { PLAUSIBLE_DOMAIN: 'acme.example' };
const all = { ...google, ...umami, ...plausible };

async function start(
  env: Record<string, string>,
  respond: (request: ServiceRequest) => ServiceResponse = respondAsProviders,
) {
  const responses: ServiceResponse[] = [];
  const { url, requests } = await startService((request) => {
    const response = respond(request);
    responses.push(response);
    return response;
  });
  const handler = createAnalytics({
    ...key,
    GA4_URL: url,
    UMAMI_URL: url,
    PLAUSIBLE_URL: url,
    ...env,
  });
  const { lines } = createTestContext();
  const count = async (payload = recent(postSignIn())) => {
    const { context } = createTestContext(payload);
    await handler.on?.PostSignIn?.(payload, { ...context, logger: loggerOf(lines) });
  };
  const to = (path: string) => requests.filter(({ url: { pathname } }) => pathname === path);
  return { handler, count, requests, responses, lines, to };
}

function loggerOf(lines: string[]) {
  const write = (message: string, ...rest: unknown[]) => {
    lines.push(JSON.stringify([message, ...rest]));
  };
  return { info: write, warn: write, error: write };
}

function recent<P extends { createdAt: string }>(payload: P): P {
  return { ...payload, createdAt: iso(Date.now() - 1000) };
}

it('counts a sign-up and a sign-in with each provider', async () => {
  const { handler, responses, to } = await start(all);
  const register = recent(postRegister());
  const signIn = recent(postSignIn());
  await handler.on?.PostRegister?.(register, createTestContext(register).context);
  await handler.on?.PostSignIn?.(signIn, createTestContext(signIn).context);
  expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 202, 202, 204, 204]);
  for (const path of ['/mp/collect', '/api/send', '/api/event']) {
    const names = to(path).map(({ body }) => /"name":"(sign_up|login)"/.exec(body)?.[1]);
    expect(names).toEqual(['sign_up', 'login']);
  }
  expect(to('/mp/collect')[0]?.url.search).toBe('?measurement_id=G-ABC123&api_secret=secret');
});

it('sends IP address and user agent only to providers that need them, and no names', async () => {
  const { count, requests, to, lines } = await start(all);
  await count();
  const [ga4, toUmami, toPlausible] = ['/mp/collect', '/api/send', '/api/event'].map((path) =>
    JSON.stringify(to(path)),
  );
  expect(ga4).not.toMatch(/203\.0\.113\.24|Safari/);
  for (const sent of [toUmami, toPlausible]) {
    expect(sent).toContain('203.0.113.24');
    expect(sent).toContain('Safari');
  }
  expect(JSON.stringify([requests, lines])).not.toMatch(/Lovelace|ada@|12025550143|u3k9f2xq7b1m/);
});

it('sends a stable pseudonym that depends on the key', async () => {
  const first = await start(google);
  await first.count();
  await first.count(recent(postSignIn({ userIp: '198.51.100.1' })));
  await first.count(recent(postSignIn({ userId: 'another' })));
  const second = await start({ ...google, ANALYTICS_PSEUDONYM_KEY: 'f'.repeat(32) });
  await second.count();
  const [one, same, another, withKey] = [...first.requests, ...second.requests].map(({ body }) => {
    const { client_id, user_id } = measurementSchema.parse(JSON.parse(body));
    return `${client_id} ${user_id}`;
  });
  expect(same).toBe(one);
  expect(another).not.toBe(one);
  expect(withKey).not.toBe(one);
});

it('sends an IPv4 address that Logto reported as IPv6 as IPv4', async () => {
  const { count, to } = await start(plausible);
  await count(recent(postSignIn({ userIp: '::ffff:203.0.113.9' })));
  expect(to('/api/event')[0]?.headers['x-forwarded-for']).toBe('203.0.113.9');
});

it('logs what is not counted: old events, bots, and events without a user agent', async () => {
  const { count, lines, requests } = await start(all);
  const { userAgent: _, application: __, user: ___, ...bare } = postSignIn();
  await count({ ...bare, createdAt: iso(Date.now() - 80 * 60 * 60 * 1000) });
  expect(requests).toEqual([]);
  expect(lines).toHaveLength(3);
  await count(recent(postSignIn({ userAgent: 'node' })));
  expect(lines.join()).toContain('user agent of a bot');
});

it('counts nothing twice if one provider fails and the event is retried', async () => {
  let isDown = true;
  const { count, to } = await start(all, (request) => {
    const fails = isDown && request.url.pathname === '/api/send';
    return fails ? { status: 500 } : respondAsProviders(request);
  });
  const payload = recent(postSignIn());
  await expect(count(payload)).rejects.toThrow('answered 500');
  isDown = false;
  await count(payload);
  expect(['/mp/collect', '/api/send', '/api/event'].map((path) => to(path).length)).toEqual([
    1, 2, 1,
  ]);
});

it.each([
  [{ ...google }, 'ANALYTICS_PSEUDONYM_KEY is not set'],
  [{ ...key }, 'GA4_MEASUREMENT_ID, UMAMI_WEBSITE_ID or PLAUSIBLE_DOMAIN must be set'],
  [{ ...key, GA4_MEASUREMENT_ID: 'G-1' }, 'GA4_API_SECRET is not set'],
  [{ ...key, UMAMI_WEBSITE_ID: '1' }, 'UMAMI_WEBSITE_ID must be a UUID'],
])('does not start with %j', (env, problem) => {
  expect(() => createAnalytics(env)).toThrow(problem);
});
