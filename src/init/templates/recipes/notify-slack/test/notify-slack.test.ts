import { expect, it } from 'vitest';
import { createNotifySlack } from '../src/handlers/notify-slack.ts';
import { respondAsSlack, slackMessageSchema } from './notify-slack/contract.ts';
import { createTestContext } from './testing/context.ts';
import {
  // #since 1.34
  lockout,
  // #end
  // #since 1.40
  membershipUpdated,
  // #end
  roleCreated,
} from './testing/notice-payloads.ts';
import { managementApi, userCreated } from './testing/payloads.ts';
import { type ServiceRequest, type ServiceResponse, startService } from './testing/service.ts';
import { userDeleted, userSuspended } from './testing/user-payloads.ts';

async function startSlack(
  env: Record<string, string> = {},
  respond: (request: ServiceRequest) => ServiceResponse = respondAsSlack,
) {
  const { url, requests } = await startService(respond);
  const handler = createNotifySlack({
    SLACK_WEBHOOK_URL: `${url}/services/T000/B000/token`,
    ...env,
  });
  const messages = () => requests.map(({ body }) => slackMessageSchema.parse(JSON.parse(body)));
  return { on: handler.on ?? {}, requests, messages };
}

it('notifies of a new user', async () => {
  const { on, messages } = await startSlack();
  await on['User.Created']?.(userCreated(), createTestContext().context);
  const [message] = messages();
  expect(message?.text).toBe('New user: Ada Lovelace');
  expect(JSON.stringify(message?.blocks)).toContain('ada@acme.example');
});

it('notifies of events in the order they arrive', async () => {
  const { on, messages } = await startSlack();
  const { context } = createTestContext();
  await Promise.all([
    on['User.Created']?.(userCreated({ name: null, username: null }), context),
    on['User.SuspensionStatus.Updated']?.(userSuspended(true, 1772446600000), context),
    on['User.Deleted']?.(userDeleted(1772446700000), context),
    on['Role.Created']?.(roleCreated('editor'), context),
    on['Role.Scopes.Updated']?.(
      {
        event: 'Role.Scopes.Updated',
        createdAt: '2026-03-02T10:15:31.449Z',
        ...managementApi('DELETE', '/roles/:id/scopes/:scopeId', { id: 'r1', scopeId: 's1' }, 204),
      },
      context,
    ),
  ]);
  expect(messages().map(({ text }) => text)).toEqual([
    'New user: ada@acme.example',
    'User suspended: Ada Lovelace',
    'User deleted: Ada Lovelace',
    'Role created: editor',
    'Role permissions changed: Role r1',
  ]);
});
// #since 1.40

it('sends nothing if a request changed no member', async () => {
  const { on, messages } = await startSlack();
  const { context } = createTestContext();
  await on['Organization.Membership.Updated']?.(membershipUpdated(), context);
  const addedUserIds = Array.from({ length: 5000 }, (_, index) => `u${index}`);
  await on['Organization.Membership.Updated']?.(membershipUpdated({ addedUserIds }), context);
  expect(messages().map(({ text }) => text)).toEqual([
    'Organization members changed: Organization a7e2g9m4tq0x',
  ]);
});
// #end

it.each([
  ['a mention of all', '<!channel> hi'],
  ['a labeled command', '<!here|x>'],
  ['a mention of one', '<@U012AB3CD>'],
  ['a link', '<https://evil.example|Reset your password>'],
  ['entities', 'Tom & Jerry <b> &lt;'],
  ['markup', '*bold* _it_ ~no~ `code` :skull:'],
  ['reversed writing', '\u202egnp.exe'],
  ['control characters', 'a\nb\u0000c'],
  ['a long name', 'x'.repeat(10_000)],
  ['many joined emoji', '👩‍👩‍👧‍👦'.repeat(500)],
])('does not let a name mention, link or break anything: %s', async (_, name) => {
  const { on, messages } = await startSlack();
  await on['User.Created']?.(userCreated({ name, username: name }), createTestContext().context);
  expect(messages()).toHaveLength(1);
});

it('notifies only of wanted events, and without personal data if configured', async () => {
  const { on, messages } = await startSlack({
    SLACK_EVENTS: [
      'User.*',
      // #since 1.34
      'Identifier.Lockout',
      // #end
    ].join(', '),
    NOTIFY_PERSONAL_DATA: 'false',
    LOGTO_CONSOLE_URL: 'https://cloud.logto.io/abc',
  });
  const { context } = createTestContext();
  await on['User.Created']?.(userCreated(), context);
  await on['Role.Created']?.(roleCreated('editor'), context);
  // #since 1.34
  await on['Identifier.Lockout']?.(lockout('ada@acme.example'), context);
  // #end
  expect(messages()[0]?.text).toBe('New user: u3k9f2xq7b1m');
  // #since 1.34
  expect(messages()[1]?.text).toBe('Locked out: a•••');
  // #end
  const text = JSON.stringify(messages());
  expect(text).not.toMatch(/Ada|acme\.example|12025550143|editor/);
  expect(text).toContain('https://cloud.logto.io/abc/users/u3k9f2xq7b1m');
});

it('waits when rate limited, and keeps the order', async () => {
  let isLimited = true;
  const { on, requests, messages } = await startSlack({}, (request) => {
    if (!isLimited) return respondAsSlack(request);
    isLimited = false;
    return { status: 429, headers: { 'retry-after': '0.2' } };
  });
  const { context } = createTestContext();
  await Promise.all([
    on['User.Created']?.(userCreated({ name: 'First' }), context),
    on['User.Created']?.(userCreated({ name: 'Second' }), context),
  ]);
  expect(requests).toHaveLength(3);
  expect(messages().map(({ text }) => text)).toEqual([
    'New user: First',
    'New user: First',
    'New user: Second',
  ]);
});

it('fails without naming its URL if the webhook was deleted', async () => {
  const { on } = await startSlack({}, () => ({ status: 404, body: 'no_service' }));
  const notified = on['User.Created']?.(userCreated(), createTestContext().context);
  await expect(notified).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404 \(no_service\)$/);
});

it.each([
  [{}, 'SLACK_WEBHOOK_URL is not set'],
  [{ SLACK_WEBHOOK_URL: 'http://hooks.slack.com/x' }, 'SLACK_WEBHOOK_URL must begin with https'],
  [
    { SLACK_WEBHOOK_URL: 'https://a.example', SLACK_EVENTS: 'User.Made' },
    'SLACK_EVENTS matches no',
  ],
])('does not start with %j', (env, problem) => {
  expect(() => createNotifySlack(env)).toThrow(problem);
});
