import { expect, it, onTestFinished } from 'vitest';
import { createWelcomeEmail } from '../src/handlers/welcome-email.ts';
import { createTestContext } from './testing/context.ts';
import { ada, userCreated, userCreatedByApi } from './testing/payloads.ts';
import { refusal, startMailServer } from './welcome-email/mail-server.ts';

const settings = {
  MAIL_FROM: 'Acme <hello@acme.example>',
  WELCOME_EMAIL_PRODUCT: 'Acme & Sons',
  WELCOME_EMAIL_SIGN_IN_URL: 'https://acme.example/sign-in?from=mail&lang=en',
};

async function start(env: Record<string, string> = {}, refuse?: (recipient: string) => void) {
  const { url, mails } = await startMailServer(refuse);
  const handler = createWelcomeEmail({ SMTP_URL: url, ...settings, ...env });
  onTestFinished(() => handler.close?.());
  const { context, lines } = createTestContext();
  const welcome = async (payload = userCreated()) =>
    handler.on?.['User.Created']?.(payload, context);
  return { welcome, mails, lines };
}

it('welcomes who signs up, in text and HTML, with a link to sign in', async () => {
  const { welcome, mails, lines } = await start({ MAIL_REPLY_TO: 'help@acme.example' });
  await welcome();
  expect(mails).toHaveLength(1);
  const [mail] = mails;
  expect(mail).toMatchObject({
    envelope: { from: 'hello@acme.example', to: ['ada@acme.example'] },
    from: { name: 'Acme', address: 'hello@acme.example' },
    to: [{ address: 'ada@acme.example' }],
    replyTo: [{ address: 'help@acme.example' }],
    subject: 'Welcome to Acme & Sons',
    messageId: '<welcome.u3k9f2xq7b1m@acme.example>',
  });
  expect(mail?.text).toContain('Hello Ada Lovelace,');
  expect(mail?.text).toContain('https://acme.example/sign-in?from=mail&lang=en');
  expect(mail?.html).toContain('href="https://acme.example/sign-in?from=mail&amp;lang=en"');
  expect(mail?.html).toContain('welcome to Acme &amp; Sons!');
  expect(mail?.headers).toContainEqual(
    expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
  );
  expect(lines.join()).not.toMatch(/ada@|Ada/);
});

it.each([
  ['has no address', userCreated({ primaryEmail: null })],
  ['is suspended', userCreated({ isSuspended: true })],
  ['was made by the Management API', userCreatedByApi()],
])('sends none where the user %s, and says so', async (reason, payload) => {
  const { welcome, mails, lines } = await start();
  await welcome(payload);
  expect(mails).toEqual([]);
  expect(lines.join()).toContain(reason);
});

it('welcomes imported users where asked to', async () => {
  const { welcome, mails } = await start({ WELCOME_EMAIL_IMPORTED: 'true' });
  await welcome(userCreatedByApi());
  expect(mails).toHaveLength(1);
});

it('welcomes once, however often and by however many webhooks it is told', async () => {
  const { welcome, mails } = await start();
  const other = { ...userCreated(), hookId: 'another' };
  await Promise.all([welcome(), welcome(), welcome(other)]);
  await welcome();
  expect(mails).toHaveLength(1);
});

it.each([
  ['markup', '<script>alert(1)</script>', 'Hello,'],
  ['a link', 'Win at evil.example now', 'Hello,'],
  ['a header', 'Ada\r\nBcc: eve@evil.example', 'Hello,'],
  ['an essay', 'You won '.repeat(20), 'Hello,'],
  ['nothing', null, 'Hello,'],
  ['an Irish name', "Seán O'Brien-Núñez Jr.", "Hello Seán O'Brien-Núñez Jr.,"],
  ['a Chinese name', '王小明', 'Hello 王小明,'],
])('greets by a name, and by nothing else: %s', async (_, name, greeting) => {
  const { welcome, mails } = await start();
  await welcome(userCreated({ name }));
  expect(mails[0]?.text?.split('\n')[0]).toBe(greeting);
  expect(mails[0]?.envelope.to).toEqual([ada.primaryEmail]);
  expect(mails[0]?.html).not.toMatch(/<script|evil/);
});

it('lets no address add another recipient', async () => {
  const { welcome, mails } = await start();
  await welcome(userCreated({ primaryEmail: 'ada@acme.example, eve@evil.example' })).catch(
    () => {},
  );
  expect(mails.flatMap(({ envelope }) => envelope.to)).not.toContain('eve@evil.example');
});

it('does not try again where the mailbox does not exist, and does not log its address', async () => {
  const { welcome, mails, lines } = await start({}, (recipient) => {
    throw refusal(550, `<${recipient}> unknown`);
  });
  await welcome();
  expect(mails).toEqual([]);
  expect(lines.join()).toContain('no such mailbox');
  expect(lines.join()).not.toContain('ada@');
});

it('fails where the server is busy, and sends the mail when it is tried again', async () => {
  let isBusy = true;
  const { welcome, mails } = await start({}, () => {
    if (isBusy) throw refusal(451, 'try later');
  });
  await expect(welcome()).rejects.toThrow('try later');
  isBusy = false;
  await welcome();
  expect(mails).toHaveLength(1);
});

it('sends no password in the clear, not even to a server that would take it', async () => {
  const { url, mails, passwords } = await startMailServer();
  // This machine, by an address that does not look like it.
  const elsewhere = url.replace('127.0.0.1', 'user:password@[::ffff:127.0.0.1]');
  const handler = createWelcomeEmail({ ...settings, SMTP_URL: elsewhere });
  onTestFinished(() => handler.close?.());
  const { context } = createTestContext();
  const welcome = handler.on?.['User.Created']?.(userCreated(), context);
  await expect(welcome).rejects.toThrow(/TLS/);
  expect([...mails, ...passwords]).toEqual([]);
});

it('signs in to the mail server', async () => {
  const { url, mails, passwords } = await startMailServer();
  const local = url.replace('127.0.0.1', 'user:p%40ss@127.0.0.1');
  const handler = createWelcomeEmail({ ...settings, SMTP_URL: local });
  onTestFinished(() => handler.close?.());
  await handler.on?.['User.Created']?.(userCreated(), createTestContext().context);
  expect(passwords).toEqual(['p@ss']);
  expect(mails).toHaveLength(1);
});

it.each([
  [{}, 'SMTP_URL is not set; MAIL_FROM is not set'],
  [{ ...settings, SMTP_URL: 'mail.acme.example' }, 'SMTP_URL must be a URL'],
  [{ ...settings, SMTP_URL: 'smtp://a', MAIL_FROM: 'Acme' }, 'MAIL_FROM must be one address'],
  [{ ...settings, SMTP_URL: 'smtp://a', MAIL_FROM: 'a@b, c@d' }, 'MAIL_FROM must be one address'],
])('does not start with %j', (env, problem) => {
  expect(() => createWelcomeEmail(env)).toThrow(problem);
});
