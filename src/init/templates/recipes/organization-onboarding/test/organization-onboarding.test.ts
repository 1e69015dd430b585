import { expect, it } from 'vitest';
import { createOrganizationOnboarding } from '../src/handlers/organization-onboarding.ts';
import { companyDomains } from '../src/organization-onboarding/company-domain.ts';
import { appSecret, type Before, startLogto } from './organization-onboarding/logto.ts';
import { createTestContext } from './testing/context.ts';
import { userCreated } from './testing/payloads.ts';

async function start(env: Record<string, string> = {}, before?: Before) {
  const { url, requests, state } = await startLogto(before);
  const { context, lines } = createTestContext();
  /** Creates a separate receiver, as on another machine. */
  const receiver = () => {
    const handler = createOrganizationOnboarding({
      LOGTO_ENDPOINT: url,
      LOGTO_AUTH: `app:${appSecret}`,
      ...env,
    });
    return async (id: string) => handler.on?.['User.Created']?.(userCreated({ id }), context);
  };
  return { signUp: receiver(), receiver, requests, state, lines };
}

it('creates an organization for the first user of a domain, and adds the others', async () => {
  const { signUp, state, lines } = await start({ ONBOARDING_MEMBER_ROLE: 'member' });
  state.addUser('ada', 'ada@Acme.example');
  state.addUser('bob', 'bob@acme.example');
  state.addUser('eve', 'eve@other.example');
  for (const id of ['ada', 'bob', 'eve']) await signUp(id);
  expect(state.membership()).toEqual([
    ['acme.example', { ada: ['admin'], bob: ['member'] }],
    ['other.example', { eve: ['admin'] }],
  ]);
  expect([...state.organizations.values()][0]?.customData).toEqual({
    emailDomain: 'acme.example',
    firstUserId: 'ada',
    needsSetup: true,
  });
  expect(lines.join()).not.toMatch(/@|acme/i);
});

it('changes nothing when an event is repeated', async () => {
  const { signUp, receiver, state } = await start();
  state.addUser('ada', 'ada@acme.example');
  state.addUser('bob', 'bob@acme.example');
  for (const id of ['ada', 'bob', 'ada', 'bob']) await signUp(id);
  await receiver()('ada');
  expect(state.membership()).toEqual([['acme.example', { ada: ['admin'], bob: [] }]]);
});

it('creates one organization for many simultaneous sign-ups', async () => {
  const { signUp, state } = await start();
  const ids = Array.from({ length: 10 }, (_, index) => `u${index}`);
  for (const id of ids) state.addUser(id, `${id}@acme.example`);
  await Promise.all(ids.map(signUp));
  const [[, members] = ['', {}], ...others] = state.membership();
  expect(others).toEqual([]);
  expect(Object.keys(members).sort()).toEqual(ids);
  expect(Object.values(members).filter((roles) => roles.length > 0)).toEqual([['admin']]);
});

it('creates one organization for simultaneous sign-ups on two machines', async () => {
  // The first responses are held back until both machines have sent their request.
  let release = () => {};
  const bothSent = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined);
  });
  let sent = 0;
  const { receiver, state } = await start({}, ({ method, url }) => {
    if (method !== 'GET' || url.pathname !== '/api/organizations' || sent === 2) return undefined;
    sent += 1;
    if (sent === 2) release();
    return bothSent;
  });
  state.addUser('ada', 'ada@acme.example');
  state.addUser('bob', 'bob@acme.example');
  await Promise.all([receiver()('ada'), receiver()('bob')]);
  expect(state.organizations.size).toBe(1);
  const [[, members] = ['', {}]] = state.membership();
  expect(Object.keys(members).sort()).toEqual(['ada', 'bob']);
  expect(Object.values(members).filter((roles) => roles.includes('admin'))).toHaveLength(1);
});

it('deletes the duplicate that a crash left behind when the event is retried', async () => {
  const { signUp, state } = await start();
  state.addUser('bob', 'bob@acme.example');
  state.addOrganization('acme.example', { emailDomain: 'acme.example', firstUserId: 'ada' });
  state.addOrganization('acme.example', { emailDomain: 'acme.example', firstUserId: 'bob' });
  await signUp('bob');
  expect(state.membership()).toEqual([['acme.example', { bob: [] }]]);
});

it('completes what a crash interrupted', async () => {
  const { signUp, state } = await start();
  state.addUser('ada', 'ada@acme.example');
  state.addOrganization('acme.example', { emailDomain: 'acme.example', firstUserId: 'ada' });
  await signUp('ada');
  expect(state.membership()).toEqual([['acme.example', { ada: ['admin'] }]]);
});

it('finds an organization among many, even if it was renamed', async () => {
  const { signUp, state, requests } = await start();
  state.addOrganization('Acme Inc.', { emailDomain: 'acme.example', firstUserId: 'ada' });
  for (let index = 0; index < 250; index += 1) state.addOrganization(`Other ${index}`);
  state.addUser('bob', 'bob@acme.example');
  state.addUser('cy', 'cy@acme.example');
  await signUp('bob');
  const pages = () => requests.filter(({ url }) => url.pathname === '/api/organizations').length;
  expect(pages()).toBe(3);
  await signUp('cy');
  expect(pages()).toBe(3);
  expect(state.membership()[0]).toEqual(['Acme Inc.', { bob: [], cy: [] }]);
});

it('creates a new organization if the old one was deleted', async () => {
  const { signUp, state } = await start();
  state.addUser('ada', 'ada@acme.example');
  state.addUser('bob', 'bob@acme.example');
  await signUp('ada');
  state.organizations.clear();
  await signUp('bob');
  expect(state.membership()).toEqual([['acme.example', { bob: ['admin'] }]]);
});

it('invites the others once with ONBOARDING_NEXT=invite', async () => {
  const { signUp, state } = await start({
    ONBOARDING_NEXT: 'invite',
    ONBOARDING_MEMBER_ROLE: 'member',
    ONBOARDING_INVITATION_LINK: 'https://app.acme.example/join',
  });
  state.addUser('ada', 'ada@acme.example');
  state.addUser('bob', 'bob@acme.example');
  for (const id of ['ada', 'bob', 'bob']) await signUp(id);
  expect(state.membership()).toEqual([['acme.example', { ada: ['admin'] }]]);
  expect(state.invitations).toMatchObject([
    {
      invitee: 'bob@acme.example',
      organizationRoleIds: ['role-member'],
      messagePayload: { link: 'https://app.acme.example/join' },
    },
  ]);
});

it('does not invite members', async () => {
  const { signUp, state } = await start({ ONBOARDING_NEXT: 'invite' });
  state.addUser('ada', 'ada@acme.example');
  state.addUser('bob', 'bob@acme.example');
  await signUp('ada');
  const [{ id } = { id: '' }] = state.organizations.values();
  state.members.get(id)?.set('bob', new Set());
  await signUp('bob');
  expect(state.invitations).toEqual([]);
});

it.each([
  ['has no email address', 'ada', null, false],
  ['has an address of a mail provider', 'ada', 'ada@gmail.com', false],
  ['has an address of a provider that the settings name', 'ada', 'ada@mail.example', false],
  ['is suspended', 'ada', 'ada@acme.example', true],
  ['was deleted in the meantime', 'someone else', 'ada@acme.example', false],
])('does nothing for a user who %s', async (_, id, email, isSuspended) => {
  const { signUp, state } = await start({ ONBOARDING_PUBLIC_DOMAINS: 'x.example, mail.example' });
  state.addUser(id, email, isSuspended);
  await signUp('ada');
  expect(state.organizations.size).toBe(0);
});

it('distinguishes companies from mail providers', () => {
  const domainOf = companyDomains([]);
  expect(
    ['ada@GMAIL.com', 'x@googlemail.com', 'x@privaterelay.appleid.com', 'x@duck.com'].map(domainOf),
  ).toEqual([undefined, undefined, undefined, undefined]);
  expect(domainOf('"a@gmail.com"@Bücher.example')).toBe('xn--bcher-kva.example');
  expect(['', 'ada', 'ada@localhost', null].map(domainOf)).toEqual(Array(4).fill(undefined));
});

it('waits when Logto limits the rate', async () => {
  let refusals = 0;
  const { signUp, state } = await start({}, ({ url }) => {
    if (!url.pathname.startsWith('/api/organizations') || refusals === 3) return undefined;
    refusals += 1;
    return { status: 429, headers: { 'retry-after': '0.01' } };
  });
  state.addUser('ada', 'ada@acme.example');
  await signUp('ada');
  expect(refusals).toBe(3);
  expect(state.membership()).toEqual([['acme.example', { ada: ['admin'] }]]);
});

it('creates nothing while a role does not exist, says so once, and succeeds on a retry', async () => {
  const { signUp, state, lines } = await start({ ONBOARDING_ADMIN_ROLE: 'owner' });
  state.addUser('ada', 'ada@acme.example');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(signUp('ada')).rejects.toThrow('missing organization role: owner');
  }
  expect(state.organizations.size).toBe(0);
  expect(lines.filter((line) => /Create it in Logto's Console/.test(line))).toHaveLength(1);
  state.roles.set('role-owner', 'owner');
  await signUp('ada');
  expect(state.membership()).toEqual([['acme.example', { ada: ['owner'] }]]);
});

it('fails if its credentials are wrong', async () => {
  const { signUp, state } = await start({ LOGTO_AUTH: 'app:wrong' });
  state.addUser('ada', 'ada@acme.example');
  await expect(signUp('ada')).rejects.toThrow('401');
});

it.each([
  [{}, 'LOGTO_ENDPOINT is not set; LOGTO_AUTH is not set'],
  [{ LOGTO_ENDPOINT: 'https://a.logto.app', LOGTO_AUTH: 'app' }, 'LOGTO_AUTH must look like'],
  [{ LOGTO_ENDPOINT: 'http://logto.example', LOGTO_AUTH: 'a:b' }, 'LOGTO_ENDPOINT must begin with'],
])('does not start with %j', (env, problem) => {
  expect(() => createOrganizationOnboarding(env)).toThrow(problem);
});
