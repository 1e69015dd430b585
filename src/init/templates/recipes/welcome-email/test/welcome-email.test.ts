import { expect, it, onTestFinished } from 'vitest';
import { createWelcomeEmail } from '../src/handlers/welcome-email.ts';
import { createTestContext } from './testing/context.ts';
import { ada, managementApi, userCreated } from './testing/payloads.ts';
import { rejection, startMailServer } from './welcome-email/mail-server.ts';

const settings = {
  MAIL_FROM: 'Acme <hello@acme.example>',
  WELCOME_EMAIL_PRODUCT: 'Acme & Sons',
  WELCOME_EMAIL_SIGN_IN_URL: 'https://acme.example/sign-in?from=mail&lang=en',
};

const { interactionEvent: _, ...fromSignUp } = userCreated();
const importedUser = { ...fromSignUp, ...managementApi('POST', '/users') };

async function start(env: Record<string, string> = {}, reject?: (recipient: string) => void) {
  const { url, mails } = await startMailServer(reject);
  const handler = createWelcomeEmail({ SMTP_URL: url, ...settings, ...env });
  onTestFinished(() => handler.close?.());
  const { context, lines } = createTestContext();
  const welcome = async (payload = userCreated()) =>
    handler.on?.['User.Created']?.(payload, context);
  return { handler, welcome, mails, lines };
}

it('sends a new user an email in text and HTML, with a link to sign in', async () => {
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
  ['no email address', userCreated({ primaryEmail: null })],
  ['suspended', userCreated({ isSuspended: true })],
  ['created by the Management API', importedUser],
])('sends and logs nothing but the reason: %s', async (reason, payload) => {
  const { welcome, mails, lines } = await start();
  await welcome(payload);
  expect(mails).toEqual([]);
  expect(lines.join()).toContain(reason);
});

it('sends imported users an email with WELCOME_EMAIL_IMPORTED=true', async () => {
  const { welcome, mails } = await start({ WELCOME_EMAIL_IMPORTED: 'true' });
  await welcome(importedUser);
  expect(mails).toHaveLength(1);
});

it('sends one email per user, even if several webhooks deliver the event', async () => {
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
  ['a long text', 'You won '.repeat(20), 'Hello,'],
  ['no name', null, 'Hello,'],
  ['an Irish name', "Seán O'Brien-Núñez Jr.", "Hello Seán O'Brien-Núñez Jr.,"],
  ['a Chinese name', '王小明', 'Hello 王小明,'],
])('greets only by something that looks like a name: %s', async (_, name, greeting) => {
  const { welcome, mails } = await start();
  await welcome(userCreated({ name }));
  expect(mails[0]?.text?.split('\n')[0]).toBe(greeting);
  expect(mails[0]?.envelope.to).toEqual([ada.primaryEmail]);
  expect(mails[0]?.html).not.toMatch(/<script|evil/);
});

it('does not let an address add a recipient', async () => {
  const { welcome, mails } = await start();
  await welcome(userCreated({ primaryEmail: 'ada@acme.example, eve@evil.example' })).catch(
    () => {},
  );
  expect(mails.flatMap(({ envelope }) => envelope.to)).not.toContain('eve@evil.example');
});

it('neither retries nor logs the address of a mailbox that does not exist', async () => {
  const { welcome, mails, lines } = await start({}, (recipient) => {
    throw rejection(550, `<${recipient}> unknown`);
  });
  await welcome();
  expect(mails).toEqual([]);
  expect(lines.join()).toContain('no such mailbox');
  expect(lines.join()).not.toContain('ada@');
});

it('fails while the mail server is busy, and sends the email on the retry', async () => {
  let isBusy = true;
  const { welcome, mails } = await start({}, () => {
    if (isBusy) throw rejection(451, 'try later');
  });
  await expect(welcome()).rejects.toThrow('try later');
  isBusy = false;
  await welcome();
  expect(mails).toHaveLength(1);
});

it('does not send a password unencrypted, even if the server accepts it', async () => {
  const { url, mails, passwords } = await startMailServer();
  // This machine, by an address that the mailer does not recognize as local.
  const elsewhere = url.replace('127.0.0.1', 'user:password@[::ffff:127.0.0.1]');
  const handler = createWelcomeEmail({ ...settings, SMTP_URL: elsewhere });
  onTestFinished(() => handler.close?.());
  const { context } = createTestContext();
  const welcome = handler.on?.['User.Created']?.(userCreated(), context);
  await expect(welcome).rejects.toThrow(/TLS/);
  expect([...mails, ...passwords]).toEqual([]);
});

it('sends nothing in a test run', async () => {
  const { handler, mails } = await start();
  const { context } = createTestContext();
  await handler.on?.['User.Created']?.(userCreated(), { ...context, isTestRun: true });
  expect(mails).toEqual([]);
});

it('logs in to the mail server', async () => {
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
