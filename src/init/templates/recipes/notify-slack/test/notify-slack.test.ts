import { expect, it } from 'vitest';
import { createNotifySlack } from '../src/handlers/notify-slack.ts';
import { answerAsSlack, slackMessageSchema } from './notify-slack/contract.ts';
import { createTestContext } from './testing/context.ts';
import {
  byManagementApi,
  lockout,
  membershipUpdated,
  userCreated,
  userDeleted,
  userSuspended,
} from './testing/payloads.ts';
import { type ServiceAnswer, type ServiceRequest, startService } from './testing/service.ts';

async function startSlack(
  env: Record<string, string> = {},
  answer: (request: ServiceRequest) => ServiceAnswer = answerAsSlack,
) {
  const { url, requests } = await startService(answer);
  const handler = createNotifySlack({
    SLACK_WEBHOOK_URL: `${url}/services/T000/B000/token`,
    ...env,
  });
  const messages = () => requests.map(({ body }) => slackMessageSchema.parse(JSON.parse(body)));
  return { on: handler.on ?? {}, requests, messages };
}

it('tells of a new user', async () => {
  const { on, messages } = await startSlack();
  await on['User.Created']?.(userCreated(), createTestContext().context);
  const [message] = messages();
  expect(message?.text).toBe('New user: Ada Lovelace');
  expect(JSON.stringify(message?.blocks)).toContain('ada@acme.example');
});

it('tells of everything it has words for, in the order it came', async () => {
  const { on, messages } = await startSlack();
  const { context } = createTestContext();
  const role = { id: 'r1', name: 'editor', type: 'User', isDefault: false, description: null };
  await Promise.all([
    on['User.Created']?.(userCreated({ name: null, username: null }), context),
    on['User.SuspensionStatus.Updated']?.(userSuspended(true, 1772446600000), context),
    on['User.Deleted']?.(userDeleted(1772446700000), context),
    on['Role.Created']?.(
      {
        event: 'Role.Created',
        createdAt: '2026-03-02T10:15:30.449Z',
        ...byManagementApi('POST', '/roles'),
        data: { tenantId: 'default', ...role },
      },
      context,
    ),
    on['Role.Scopes.Updated']?.(
      {
        event: 'Role.Scopes.Updated',
        createdAt: '2026-03-02T10:15:31.449Z',
        ...byManagementApi(
          'DELETE',
          '/roles/:id/scopes/:scopeId',
          { id: 'r1', scopeId: 's1' },
          204,
        ),
      },
      context,
    ),
    on['Organization.Membership.Updated']?.(
      membershipUpdated({ addedUserIds: Array.from({ length: 5000 }, (_, index) => `u${index}`) }),
      context,
    ),
    on['Identifier.Lockout']?.(lockout('ada@acme.example'), context),
  ]);
  expect(messages().map(({ text }) => text)).toEqual([
    'New user: ada@acme.example',
    'User suspended: Ada Lovelace',
    'User deleted: Ada Lovelace',
    'Role created: editor',
    'Permissions of a role changed: Role r1',
    'Organization members changed: Organization a7e2g9m4tq0x',
    'Locked out: ada@acme.example',
  ]);
});

it('says nothing where a request changed no member', async () => {
  const { on, requests } = await startSlack();
  await on['Organization.Membership.Updated']?.(membershipUpdated(), createTestContext().context);
  expect(requests).toEqual([]);
});

it.each([
  ['a mention of all', '<!channel> hi'],
  ['a labelled command', '<!here|x>'],
  ['a mention of one', '<@U012AB3CD>'],
  ['a link', '<https://evil.example|Reset your password>'],
  ['entities', 'Tom & Jerry <b> &lt;'],
  ['markup', '*bold* _it_ ~no~ `code` :skull:'],
  ['writing turned round', '\u202egnp.exe'],
  ['control characters', 'a\nb\u0000c'],
  ['a long name', 'x'.repeat(10_000)],
  ['many joined emoji', '👩‍👩‍👧‍👦'.repeat(500)],
])('lets no name mention, link or break anything: %s', async (_, name) => {
  const { on, messages } = await startSlack();
  await on['User.Created']?.(userCreated({ name, username: name }), createTestContext().context);
  expect(messages()).toHaveLength(1);
});

it('tells only of the events that are wanted, and of nobody by name if asked to', async () => {
  const { on, messages } = await startSlack({
    SLACK_EVENTS: 'User.*, Identifier.Lockout',
    NOTIFY_PERSONAL_DATA: 'false',
    LOGTO_CONSOLE_URL: 'https://cloud.logto.io/abc',
  });
  const { context } = createTestContext();
  await on['User.Created']?.(userCreated(), context);
  await on['Organization.Membership.Updated']?.(
    membershipUpdated({ addedUserIds: ['u'] }),
    context,
  );
  await on['Identifier.Lockout']?.(lockout('ada@acme.example'), context);
  expect(messages().map(({ text }) => text)).toEqual([
    'New user: u3k9f2xq7b1m',
    'Locked out: a•••',
  ]);
  const text = JSON.stringify(messages());
  expect(text).not.toMatch(/Ada|acme\.example|12025550143/);
  expect(text).toContain('https://cloud.logto.io/abc/users/u3k9f2xq7b1m');
});

it('waits when Slack asks to, and loses nothing', async () => {
  let isLimited = true;
  const { on, requests, messages } = await startSlack({}, (request) => {
    if (!isLimited) return answerAsSlack(request);
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

it('fails, for the queue to try again, where the webhook is gone; without telling its address', async () => {
  const { on } = await startSlack({}, () => ({ status: 404, body: 'no_service' }));
  const told = on['User.Created']?.(userCreated(), createTestContext().context);
  await expect(told).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 404 \(no_service\)$/);
});

it.each([
  [{}, 'SLACK_WEBHOOK_URL is not set'],
  [{ SLACK_WEBHOOK_URL: 'http://hooks.slack.com/x' }, 'SLACK_WEBHOOK_URL must begin with https'],
  [{ SLACK_WEBHOOK_URL: 'https://a.example', SLACK_EVENTS: 'User.Made' }, 'SLACK_EVENTS names no'],
])('does not start with %j', (env, problem) => {
  expect(() => createNotifySlack(env)).toThrow(problem);
});
