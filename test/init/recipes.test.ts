import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { expect, it, onTestFinished, vi } from 'vitest';
import { sign } from '../../src/core/logto/signature.ts';
import { recipes } from '../../src/init/choices.ts';
import { runCli } from '../helpers/cli.ts';
import { realDeliveries } from '../helpers/deliveries.ts';
import { makeProject, runIn, startProject } from '../helpers/project.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { many } from '../helpers/stress.ts';
import { isThorough } from '../helpers/thorough.ts';

/** @logto/api needs a newer Node.js than this repository; .ci/run tests its recipe. */
const installed = recipes
  .map(({ value }) => value)
  .filter((recipe) => recipe !== 'organization-onboarding');

// The scaffolds of .ci/run do this in installed projects.
it.runIf(many(false, true))(
  'recipes pass the tests that they ship with',
  { timeout: 180_000 },
  async () => {
    const project = await makeProject('-r', installed.join());
    const { code, output } = await runIn(
      project,
      'vitest',
      'run',
      ...installed,
      'fetch-with-retry',
    );
    expect(code, output).toBe(0);
    for (const recipe of installed) expect(output).toContain(`test/${recipe}.test.ts`);
  },
);

it.runIf(isThorough)(
  'init creates a receiver that runs all recipes',
  { timeout: 180_000 },
  async () => {
    const project = await makeProject('-r', installed.join());
    const mails = await startMailServer();
    const services = await startReceiver();
    const settings = {
      SMTP_URL: mails.url,
      MAIL_FROM: 'Acme <hello@acme.example>',
      WELCOME_EMAIL_PRODUCT: 'Acme',
      WELCOME_EMAIL_SIGN_IN_URL: 'https://acme.example/sign-in',
      SLACK_WEBHOOK_URL: `${services.url}/slack`,
      DISCORD_WEBHOOK_URL: `${services.url}/discord`,
      APPLICATIONS: 'shop=s6h1o0p9x3c7v2b8n4m5q',
      ANALYTICS_PSEUDONYM_KEY: '0123456789abcdef0123456789abcdef',
      PLAUSIBLE_DOMAIN: 'acme.example',
      PLAUSIBLE_URL: services.url,
    };
    const { url, child, log, exited } = await startProject(project, settings);
    // What `init` suggests sending: every recipe handles one of these events.
    for (const words of ['--scenario sign-up', 'PostRegister --variant register']) {
      const args = ['send', ...words.split(' '), '--to', url];
      const sent = await runCli(args, { cwd: project.directory });
      expect(sent).toMatchObject({ code: 0 });
    }
    for (const { body } of realDeliveries) {
      const headers = { 'logto-signature-sha-256': sign(body, project.signingKey) };
      expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(200);
    }
    // Ada from `send`, and the captured users who signed up with an email address.
    await vi.waitFor(() => expect(mails.received).toHaveLength(4), { timeout: 60_000 });
    const users = await runIn(project, 'tsx', 'src/sync-database/users-command.ts');
    expect(users.output).toContain(
      '"id":"u3k9f2xq7b1m","username":"ada","email":"ada@example.com"',
    );
    child.kill('SIGTERM');
    expect(await exited).toBe(0);

    expect(mails.received[0]).toContain('To: ada@example.com');
    const to = (place: string) =>
      services.requests.filter(({ path }) => path.startsWith(place)).map(({ body }) => `${body}`);
    expect(to('/slack').join()).toContain('New user: Ada Lovelace');
    expect(to('/discord').join()).toContain('**Ada Lovelace**');
    expect(to('/api/event').join()).toContain('"name":"sign_up"');
    expect(log.join('\n')).toContain('customer signed up');
    expect(log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect(log.join('\n')).not.toMatch(/Lovelace|ada@/);

    const audit = await runIn(project, 'tsx', 'src/audit-log/verify-command.ts');
    const total = 3 + realDeliveries.length;
    expect(audit).toEqual({
      code: 0,
      output: expect.stringContaining(`: ${total} intact entries`),
    });
  },
);

it('init creates a receiver that reports a missing setting in one line', {
  timeout: 60_000,
}, async () => {
  const project = await makeProject('-r', 'welcome-email');
  writeFileSync(
    path.join(project.directory, '.env'),
    `LOGTO_WEBHOOK_SIGNING_KEY=${'k'.repeat(32)}`,
  );
  expect(await runIn(project, 'tsx', 'src/server.ts')).toEqual({
    code: 1,
    output:
      'SMTP_URL is not set; MAIL_FROM is not set; WELCOME_EMAIL_PRODUCT is not set; WELCOME_EMAIL_SIGN_IN_URL is not set. See .env.example.\n',
  });
});

async function startMailServer() {
  const received: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk;
      });
      stream.on('end', () => {
        received.push(text);
        done();
      });
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const address = listener.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `smtp://127.0.0.1:${port}`, received };
}
