import { expect, it } from 'vitest';
import { createAnalytics } from '../src/handlers/analytics.ts';
import { answerAsProviders, measurementSchema } from './analytics/contracts.ts';
import { createTestContext } from './testing/context.ts';
import { iso, postRegister, postSignIn } from './testing/payloads.ts';
import { type ServiceAnswer, type ServiceRequest, startService } from './testing/service.ts';

const key = { ANALYTICS_PSEUDONYM_KEY: '0123456789abcdef0123456789abcdef' };
const google = { GA4_MEASUREMENT_ID: 'G-ABC123', GA4_API_SECRET: 'secret' };
const umami = { UMAMI_WEBSITE_ID: '0b3c1f2e-7a55-4a5e-9d3c-1f2e7a554a5e' };
const plausible = { PLAUSIBLE_DOMAIN: 'acme.example' };
const all = { ...google, ...umami, ...plausible };

async function start(
  env: Record<string, string>,
  answer: (request: ServiceRequest) => ServiceAnswer = answerAsProviders,
) {
  const answers: ServiceAnswer[] = [];
  const { url, requests } = await startService((request) => {
    const given = answer(request);
    answers.push(given);
    return given;
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
  return { handler, count, requests, answers, lines, to };
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

it('counts a registration and a sign-in with each provider, as documented', async () => {
  const { handler, answers, to } = await start(all);
  const register = recent(postRegister());
  const signIn = recent(postSignIn());
  await handler.on?.PostRegister?.(register, createTestContext(register).context);
  await handler.on?.PostSignIn?.(signIn, createTestContext(signIn).context);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 202, 202, 204, 204]);
  for (const path of ['/mp/collect', '/api/send', '/api/event']) {
    const names = to(path).map(({ body }) => /"name":"(sign_up|login)"/.exec(body)?.[1]);
    expect(names).toEqual(['sign_up', 'login']);
  }
  expect(to('/mp/collect')[0]?.url.search).toBe('?measurement_id=G-ABC123&api_secret=secret');
});

it('gives address and user agent only to those that need them, and nobody a name', async () => {
  const { count, requests, to, lines } = await start(all);
  await count();
  const [ga4, toUmami, toPlausible] = ['/mp/collect', '/api/send', '/api/event'].map((path) =>
    JSON.stringify(to(path)),
  );
  expect(ga4).not.toMatch(/203\.0\.113\.24|Safari/);
  for (const told of [toUmami, toPlausible]) {
    expect(told).toContain('203.0.113.24');
    expect(told).toContain('Safari');
  }
  expect(JSON.stringify([requests, lines])).not.toMatch(/Lovelace|ada@|12025550143|u3k9f2xq7b1m/);
});

it('stands for a user by a pseudonym that stays, and that depends on the key', async () => {
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

it('sends an IPv4 address as such, where Logto wrote it as IPv6', async () => {
  const { count, to } = await start(plausible);
  await count(recent(postSignIn({ userIp: '::ffff:203.0.113.9' })));
  expect(to('/api/event')[0]?.headers['x-forwarded-for']).toBe('203.0.113.9');
});

it('tells in the log what is not counted: old events, robots, and those without a user agent', async () => {
  const { count, lines, requests } = await start(all);
  const { userAgent: _, application: __, user: ___, ...bare } = postSignIn();
  await count({ ...bare, createdAt: iso(Date.now() - 80 * 60 * 60 * 1000) });
  expect(requests).toEqual([]);
  expect(lines).toHaveLength(3);
  await count(recent(postSignIn({ userAgent: 'node' })));
  expect(lines.join()).toContain('taken for a robot');
});

it('counts nothing twice where one provider fails and the event is tried again', async () => {
  let isDown = true;
  const { count, to } = await start(all, (request) => {
    const fails = isDown && request.url.pathname === '/api/send';
    return fails ? { status: 500 } : answerAsProviders(request);
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
