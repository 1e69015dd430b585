import { expect, it } from 'vitest';
import { createNotifyDiscord } from '../src/handlers/notify-discord.ts';
import { escapeMarkdown } from '../src/notify-discord/message.ts';
import { discordMessageSchema, respondAsDiscord } from './notify-discord/contract.ts';
import { createTestContext } from './testing/context.ts';
// #since 1.40
import { lockout, membershipUpdated } from './testing/notice-payloads.ts';
// #end
import { userCreated } from './testing/payloads.ts';
import { type ServiceRequest, type ServiceResponse, startService } from './testing/service.ts';

async function startDiscord(
  env: Record<string, string> = {},
  respond: (request: ServiceRequest) => ServiceResponse = respondAsDiscord,
) {
  const { url, requests } = await startService(respond);
  const handler = createNotifyDiscord({
    DISCORD_WEBHOOK_URL: `${url}/api/webhooks/1/token`,
    ...env,
  });
  const embeds = () =>
    requests.flatMap(({ body }) => discordMessageSchema.parse(JSON.parse(body)).embeds);
  return { on: handler.on ?? {}, requests, embeds };
}

it('notifies of a new user, with a link', async () => {
  const { on, embeds } = await startDiscord({
    LOGTO_CONSOLE_URL: 'https://logto.acme.example/console/',
  });
  await on['User.Created']?.(userCreated(), createTestContext().context);
  const [user] = embeds();
  expect(user).toMatchObject({
    title: 'New user',
    description: '**Ada Lovelace**',
    url: 'https://logto.acme.example/console/users/u3k9f2xq7b1m',
    timestamp: '2026-03-02T10:15:30.449Z',
  });
  expect(user?.fields).toContainEqual({ name: 'Email', value: 'ada\\@acme.example', inline: true });
});
// #since 1.40

it('notifies of new members and of a lockout', async () => {
  const { on, embeds } = await startDiscord();
  const { context } = createTestContext();
  const addedUserIds = Array.from({ length: 5000 }, (_, index) => `u${index}`);
  await on['Organization.Membership.Updated']?.(membershipUpdated({ addedUserIds }), context);
  await on['Identifier.Lockout']?.(lockout('ada'), context);
  const [members, locked] = embeds();
  expect(members?.fields).toEqual([
    { name: 'Users added', value: 'u0, u1, u2, u3, u4 and 4995 more', inline: true },
  ]);
  expect(locked?.title).toBe('Locked out');
});
// #end

it.each([
  ['a mention of all', '@everyone'],
  ['a mention of a role', '<@&123456789012345678>'],
  ['a labeled link', '[Reset your password](https://evil.example)'],
  ['a link', 'https://evil.example'],
  ['markup', '**bold** __u__ ~~no~~ ||spoiler|| `code`'],
  ['blocks', '# heading\n> quote\n- item'],
  ['reversed writing', '\u202egnp.exe'],
  ['many backslashes', '\\'.repeat(5000)],
  ['many joined emoji', '👩‍👩‍👧‍👦'.repeat(500)],
])('does not let a name mention, link or format anything: %s', async (_, name) => {
  const { on, requests, embeds } = await startDiscord();
  await on['User.Created']?.(userCreated({ name }), createTestContext().context);
  expect(JSON.parse(requests[0]?.body ?? '')).toHaveProperty('allowed_mentions', { parse: [] });
  const shown = embeds()[0]?.description?.slice(2, -2) ?? '';
  expect(shown.replaceAll(/\\[^\p{L}\p{N}\s]/gu, '')).not.toMatch(/[*_~`|>#<@:[\]()\\]/);
});

it('escapes every character of markup', () => {
  const name = 'A*b_c~d`e|f>g#h<i@j:k[l](m)-n\\o';
  expect(escapeMarkdown(name).replaceAll(/\\(.)/g, '$1')).toBe(name);
});

it('waits as long as retry_after says, and keeps the order', async () => {
  let isLimited = true;
  const { on, embeds } = await startDiscord({}, (request) => {
    if (!isLimited) return respondAsDiscord(request);
    isLimited = false;
    const body = '{"message":"You are being rate limited.","retry_after":0.05,"global":false}';
    return { status: 429, headers: { 'retry-after': '0' }, body };
  });
  const { context } = createTestContext();
  await Promise.all([
    on['User.Created']?.(userCreated({ name: 'First' }), context),
    on['User.Created']?.(userCreated({ name: 'Second' }), context),
  ]);
  expect(embeds().map(({ description }) => description)).toEqual([
    '**First**',
    '**First**',
    '**Second**',
  ]);
});

it('waits for an announced rate limit', async () => {
  let freeAt = 0;
  const { on, requests } = await startDiscord({}, (request) => {
    if (performance.now() < freeAt) return { status: 429, body: '{"retry_after":0.1}' };
    freeAt = performance.now() + 50;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '0.06' };
    return { ...respondAsDiscord(request), headers };
  });
  const { context } = createTestContext();
  await Promise.all(
    ['a', 'b', 'c'].map((name) => on['User.Created']?.(userCreated({ name }), context)),
  );
  expect(requests).toHaveLength(3);
});

it('fails without naming its URL if the webhook was deleted', async () => {
  const { on } = await startDiscord({}, () => ({ status: 404, body: '{"code":10015}' }));
  const notified = on['User.Created']?.(userCreated(), createTestContext().context);
  await expect(notified).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404$/);
});

it('does not start without its webhook', () => {
  expect(() => createNotifyDiscord({})).toThrow('DISCORD_WEBHOOK_URL is not set');
});
