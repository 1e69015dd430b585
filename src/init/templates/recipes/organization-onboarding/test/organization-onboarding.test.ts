import { expect, it } from 'vitest';
import { createOrganizationOnboarding } from '../src/handlers/organization-onboarding.ts';
import { companyDomains } from '../src/organization-onboarding/company-domain.ts';
import { appSecret, type Before, startLogto } from './organization-onboarding/logto.ts';
import { createTestContext } from './testing/context.ts';
import { userCreated } from './testing/payloads.ts';

async function start(env: Record<string, string> = {}, before?: Before) {
  const { url, requests, state } = await startLogto(before);
  const { context, lines } = createTestContext();
  /** A receiver of its own each time, as on another machine. */
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

it('gives the first user of a domain an organization, and adds the next ones', async () => {
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

it('makes one organization of many sign-ups at the same time', async () => {
  const { signUp, state } = await start();
  const ids = Array.from({ length: 10 }, (_, index) => `u${index}`);
  for (const id of ids) state.addUser(id, `${id}@acme.example`);
  await Promise.all(ids.map(signUp));
  const [[, members] = ['', {}], ...others] = state.membership();
  expect(others).toEqual([]);
  expect(Object.keys(members).sort()).toEqual(ids);
  expect(Object.values(members).filter((roles) => roles.length > 0)).toEqual([['admin']]);
});

it('makes one organization of two sign-ups on two machines, that both saw none', async () => {
  // Neither is told that there is no organization until both have asked.
  let release = () => {};
  const bothAsked = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined);
  });
  let asked = 0;
  const { receiver, state } = await start({}, ({ method, url }) => {
    if (method !== 'GET' || url.pathname !== '/api/organizations' || asked === 2) return undefined;
    asked += 1;
    if (asked === 2) release();
    return bothAsked;
  });
  state.addUser('ada', 'ada@acme.example');
  state.addUser('bob', 'bob@acme.example');
  await Promise.all([receiver()('ada'), receiver()('bob')]);
  expect(state.organizations.size).toBe(1);
  const [[, members] = ['', {}]] = state.membership();
  expect(Object.keys(members).sort()).toEqual(['ada', 'bob']);
  expect(Object.values(members).filter((roles) => roles.includes('admin'))).toHaveLength(1);
});

it('takes back what a crash left behind, when the event is repeated', async () => {
  const { signUp, state } = await start();
  state.addUser('bob', 'bob@acme.example');
  state.addOrganization('acme.example', { emailDomain: 'acme.example', firstUserId: 'ada' });
  state.addOrganization('acme.example', { emailDomain: 'acme.example', firstUserId: 'bob' });
  await signUp('bob');
  expect(state.membership()).toEqual([['acme.example', { bob: [] }]]);
});

it('finishes what a crash interrupted', async () => {
  const { signUp, state } = await start();
  state.addUser('ada', 'ada@acme.example');
  state.addOrganization('acme.example', { emailDomain: 'acme.example', firstUserId: 'ada' });
  await signUp('ada');
  expect(state.membership()).toEqual([['acme.example', { ada: ['admin'] }]]);
});

it('finds an organization among many, and whatever it is called by now', async () => {
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

it('founds a new organization where the old one was deleted', async () => {
  const { signUp, state } = await start();
  state.addUser('ada', 'ada@acme.example');
  state.addUser('bob', 'bob@acme.example');
  await signUp('ada');
  state.organizations.clear();
  await signUp('bob');
  expect(state.membership()).toEqual([['acme.example', { bob: ['admin'] }]]);
});

it('invites the next ones where asked to, once', async () => {
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

it('invites nobody who is a member already', async () => {
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
  ['was deleted meanwhile', 'someone else', 'ada@acme.example', false],
])('does nothing for a user who %s', async (_, id, email, isSuspended) => {
  const { signUp, state } = await start({ ONBOARDING_PUBLIC_DOMAINS: 'x.example, mail.example' });
  state.addUser(id, email, isSuspended);
  await signUp('ada');
  expect(state.organizations.size).toBe(0);
});

it('tells companies from mail providers', () => {
  const domainOf = companyDomains([]);
  expect(
    ['ada@GMAIL.com', 'x@googlemail.com', 'x@privaterelay.appleid.com', 'x@duck.com'].map(domainOf),
  ).toEqual([undefined, undefined, undefined, undefined]);
  expect(domainOf('"a@gmail.com"@Bücher.example')).toBe('xn--bcher-kva.example');
  expect(['', 'ada', 'ada@localhost', null].map(domainOf)).toEqual(Array(4).fill(undefined));
});

it('waits where Logto asks to slow down', async () => {
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

it('fails, for the queue to try again, where a role does not exist; and loses nothing by it', async () => {
  const { signUp, state } = await start({ ONBOARDING_ADMIN_ROLE: 'owner' });
  state.addUser('ada', 'ada@acme.example');
  await expect(signUp('ada')).rejects.toThrow(/answered 422/);
  state.roles.set('role-owner', 'owner');
  await signUp('ada');
  expect(state.membership()).toEqual([['acme.example', { ada: ['owner'] }]]);
});

it('fails where its credentials are wrong', async () => {
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
