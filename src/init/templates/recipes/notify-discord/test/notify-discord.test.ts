import { expect, it } from 'vitest';
import { createNotifyDiscord } from '../src/handlers/notify-discord.ts';
import { escapeMarkdown } from '../src/notify-discord/message.ts';
import { answerAsDiscord, discordMessageSchema } from './notify-discord/contract.ts';
import { createTestContext } from './testing/context.ts';
import { lockout, membershipUpdated, userCreated } from './testing/payloads.ts';
import { type ServiceAnswer, type ServiceRequest, startService } from './testing/service.ts';

async function startDiscord(
  env: Record<string, string> = {},
  answer: (request: ServiceRequest) => ServiceAnswer = answerAsDiscord,
) {
  const { url, requests } = await startService(answer);
  const handler = createNotifyDiscord({
    DISCORD_WEBHOOK_URL: `${url}/api/webhooks/1/token`,
    ...env,
  });
  const embeds = () =>
    requests.flatMap(({ body }) => discordMessageSchema.parse(JSON.parse(body)).embeds);
  return { on: handler.on ?? {}, requests, embeds };
}

it('tells of a new user, of new members and of a lockout', async () => {
  const { on, embeds } = await startDiscord({
    LOGTO_CONSOLE_URL: 'https://logto.acme.example/console/',
  });
  const { context } = createTestContext();
  await on['User.Created']?.(userCreated(), context);
  await on['Organization.Membership.Updated']?.(
    membershipUpdated({ addedUserIds: Array.from({ length: 5000 }, (_, index) => `u${index}`) }),
    context,
  );
  await on['Identifier.Lockout']?.(lockout('ada'), context);
  const [user, members, locked] = embeds();
  expect(user).toMatchObject({
    title: 'New user',
    description: '**Ada Lovelace**',
    url: 'https://logto.acme.example/console/users/u3k9f2xq7b1m',
    timestamp: '2026-03-02T10:15:30.449Z',
  });
  expect(user?.fields).toContainEqual({ name: 'Email', value: 'ada\\@acme.example', inline: true });
  expect(members?.fields).toEqual([
    { name: 'Users added', value: 'u0, u1, u2, u3, u4 and 4995 more', inline: true },
  ]);
  expect(locked?.title).toBe('Locked out');
});

it.each([
  ['a mention of all', '@everyone'],
  ['a mention of a role', '<@&123456789012345678>'],
  ['a labelled link', '[Reset your password](https://evil.example)'],
  ['a link', 'https://evil.example'],
  ['markup', '**bold** __u__ ~~no~~ ||spoiler|| `code`'],
  ['blocks', '# heading\n> quote\n- item'],
  ['writing turned round', '\u202egnp.exe'],
  ['many backslashes', '\\'.repeat(5000)],
  ['many joined emoji', '👩‍👩‍👧‍👦'.repeat(500)],
])('lets no name mention, link or format anything: %s', async (_, name) => {
  const { on, requests, embeds } = await startDiscord();
  await on['User.Created']?.(userCreated({ name }), createTestContext().context);
  expect(JSON.parse(requests[0]?.body ?? '')).toHaveProperty('allowed_mentions', { parse: [] });
  const shown = embeds()[0]?.description?.slice(2, -2) ?? '';
  expect(shown.replaceAll(/\\[^\p{L}\p{N}\s]/gu, '')).not.toMatch(/[*_~`|>#<@:[\]()\\]/);
});

it('escapes without losing a character', () => {
  const name = 'A*b_c~d`e|f>g#h<i@j:k[l](m)-n\\o';
  expect(escapeMarkdown(name).replaceAll(/\\(.)/g, '$1')).toBe(name);
});

it('waits as long as retry_after says, and loses nothing', async () => {
  let isLimited = true;
  const { on, embeds } = await startDiscord({}, (request) => {
    if (!isLimited) return answerAsDiscord(request);
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

it('never runs into a limit that Discord announced', async () => {
  let freeAt = 0;
  const { on, requests } = await startDiscord({}, (request) => {
    if (performance.now() < freeAt) return { status: 429, body: '{"retry_after":0.1}' };
    freeAt = performance.now() + 50;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '0.06' };
    return { ...answerAsDiscord(request), headers };
  });
  const { context } = createTestContext();
  await Promise.all(
    ['a', 'b', 'c'].map((name) => on['User.Created']?.(userCreated({ name }), context)),
  );
  expect(requests).toHaveLength(3);
});

it('fails, for the queue to try again, where the webhook is gone; without telling its address', async () => {
  const { on } = await startDiscord({}, () => ({ status: 404, body: '{"code":10015}' }));
  const told = on['User.Created']?.(userCreated(), createTestContext().context);
  await expect(told).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404$/);
});

it('does not start without its webhook', () => {
  expect(() => createNotifyDiscord({})).toThrow('DISCORD_WEBHOOK_URL is not set');
});
