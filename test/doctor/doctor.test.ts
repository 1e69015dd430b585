import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLines, type RunOptions, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { segmentFiles } from '../helpers/history.ts';
import { startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import { answerWith } from '../helpers/tenant/tenant.ts';

/** Runs the command and returns its findings by id. */
async function diagnose(options: RunOptions = {}, args: readonly string[] = []) {
  const { code, stdout, stderr } = await runCli(['doctor', '--json', ...args], options);
  const lines = parseLines(stdout);
  const findings = Object.fromEntries(lines.slice(0, -1).map((line) => [String(line.id), line]));
  return { code, findings, summary: lines.at(-1), written: stdout + stderr };
}

describe('doctor', () => {
  it('reports an empty directory without failures', async () => {
    const { stdout } = await runCli(['doctor']);
    expect(stdout).toMatch(/^✓ Node\.js +\d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^· Tenant +none is set$/m);
    const { findings, summary } = await diagnose();
    expect(findings).toMatchObject({
      node: { type: 'check', status: 'passed' },
      config: { status: 'skipped' },
      'signing-key': { status: 'passed' },
      'env-file': { status: 'skipped' },
      history: { status: 'skipped' },
      tenant: { status: 'skipped', remedy: expect.stringContaining('LOGTO_ENDPOINT') },
    });
    expect(summary).toMatchObject({ type: 'summary', warned: 0, skipped: 4 });
  });

  it('finds what is wrong, says how to fix it, and exits with 1', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, '.logto-hooks'));
    const keyFile = path.join(cwd, '.logto-hooks', 'signing-key');
    writeFileSync(keyFile, 'the-key-of-the-file');
    chmodSync(keyFile, 0o644);
    writeFileSync(path.join(cwd, '.logto-hooks', 'history'), 'not a directory');
    writeFileSync(path.join(cwd, 'logto-hooks.config.json'), '{"url": }');
    writeFileSync(path.join(cwd, '.env'), 'LOGTO_WEBHOOK_SIGNING_KEY=the-key-of-dot-env\n');
    const { code, findings, summary, written } = await diagnose({ cwd });
    expect(code).toBe(1);
    expect(findings).toMatchObject({
      config: { status: 'failed', message: expect.stringContaining('logto-hooks.config.json') },
      'signing-key': {
        status: 'warned',
        message: expect.stringContaining('another key in .logto-hooks/signing-key is not'),
      },
      'signing-key-file': { status: 'warned', remedy: 'chmod 600 .logto-hooks/signing-key' },
      'env-file': { status: 'passed', message: 'sets LOGTO_WEBHOOK_SIGNING_KEY' },
      history: { status: 'failed', remedy: 'Move it away.' },
    });
    expect(summary).toMatchObject({ warned: 2 });
    expect(written).not.toMatch(/the-key-of/);
  });

  it('reports the size of the history', async () => {
    const cwd = temporaryDirectory();
    const { url, child, finished } = await startListener([], { cwd });
    const body = Buffer.from('{"event":"PostSignIn"}');
    for (let n = 0; n < 3; n++) await postSigned(url, body);
    child.kill('SIGINT');
    await finished;
    expect((await diagnose({ cwd })).findings.history).toMatchObject({
      status: 'passed',
      message: '3 deliveries, 3 KB',
    });
    expect(segmentFiles(cwd)).toHaveLength(1);
  });

  it('names every env file with another key or none, and a directory where no key can be created', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, '.git'));
    mkdirSync(path.join(cwd, 'app'));
    const files = {
      '.env': 'one',
      '.env.local': 'two',
      '.env.production': 'three',
      '.dev.vars': 'one',
    };
    for (const [name, key] of Object.entries({ ...files, '.env.example': 'your-key' })) {
      writeFileSync(path.join(cwd, name), `LOGTO_WEBHOOK_SIGNING_KEY=${key}\n`);
    }
    for (const directory of ['.logto-hooks', 'app/api']) {
      mkdirSync(path.join(cwd, directory), { recursive: true });
    }
    writeFileSync(path.join(cwd, 'app/api/.env'), 'LOGTO_WEBHOOK_SIGNING_KEY=four\n');
    const monorepo = temporaryDirectory();
    mkdirSync(path.join(monorepo, 'api'));
    writeFileSync(path.join(monorepo, 'api/.env'), 'LOGTO_WEBHOOK_SIGNING_KEY=five\n');
    const blank = temporaryDirectory();
    writeFileSync(path.join(blank, '.env.local'), "LOGTO_WEBHOOK_SIGNING_KEY='  '\n");
    const [different, below, empty, unset, readOnly] = await Promise.all([
      diagnose({ cwd: path.join(cwd, 'app'), env: { LOGTO_WEBHOOK_SIGNING_KEY: 'one' } }),
      diagnose({ cwd: monorepo }),
      diagnose({ cwd: blank }),
      diagnose({ env: { LOGTO_WEBHOOK_SIGNING_KEY: '' } }),
      diagnose({ cwd: '/proc' }),
    ]);
    expect(different.findings['signing-key']).toMatchObject({
      status: 'warned',
      message: expect.stringMatching(
        / in \.\.\/\.env\.local, \.\.\/\.env\.production and api\/\.env is not\.$/,
      ),
    });
    expect(below.findings).toMatchObject({
      'signing-key': { status: 'warned', message: expect.stringMatching(/ in api\/\.env\.$/) },
      'env-file:api/.env': { status: 'passed' },
    });
    expect(different.findings['signing-key']?.message).not.toMatch(
      /example|\.dev\.vars|\.\.\/\.env /,
    );
    expect(empty.findings['signing-key']).toMatchObject({
      status: 'failed',
      message: 'LOGTO_WEBHOOK_SIGNING_KEY in .env.local is empty.',
    });
    expect(unset.findings['signing-key']).toMatchObject({
      status: 'failed',
      message: 'LOGTO_WEBHOOK_SIGNING_KEY in the environment is empty.',
    });
    expect(readOnly.findings['signing-key']).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/^No key is set, and none can be created in \/proc \(/),
    });
  });
});

describe('doctor with a tenant', () => {
  it('examines the URLs of its webhooks', async () => {
    const tenant = await startTenant();
    const redirecting = await startReceiver(({ path: asked }, response) => {
      const status = asked === '/lost' ? 301 : 307;
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    const fine = await startReceiver();
    const [plain, lost, slow, good, down, off] = [
      'http://shop.example/hook?token=geheim',
      `${redirecting.url}/lost`,
      `${redirecting.url}/slow`,
      fine.url,
      'http://localhost:1/',
      'http://shop.example/',
    ].map((url, at) => tenant.addHook({ config: { url }, enabled: at < 5 }).id);
    const { code, findings, written } = await diagnose({ env: tenant.env });
    expect(code).toBe(1);
    expect(findings).toMatchObject({
      tenant: { status: 'passed', message: expect.stringContaining('6 webhooks') },
      clock: { status: 'passed', message: 'agrees with the tenant' },
      [`webhook:${plain}`]: { status: 'failed', message: expect.stringContaining('is http') },
      [`webhook:${lost}`]: { status: 'failed', message: expect.stringContaining('event is lost') },
      [`webhook:${slow}`]: { status: 'warned', remedy: expect.stringContaining('/elsewhere') },
      [`webhook:${good}`]: { status: 'passed' },
      [`webhook:${down}`]: {
        status: 'failed',
        message: expect.stringContaining('Nothing listens'),
      },
      [`webhook:${off}`]: { status: 'skipped', message: expect.stringContaining('disabled') },
    });
    expect(fine.requests.map(({ method }) => method)).toEqual(['HEAD']);
    for (const secret of ['geheim', tenant.appSecret, ...tenant.state.tokens.keys()]) {
      expect(written).not.toContain(secret);
    }
  });

  it('says why a tenant refuses access', async () => {
    const tenant = await startTenant();
    const wrong = { ...tenant.env, LOGTO_AUTH: `${tenant.appId}:wrong` };
    for (const env of [wrong, { LOGTO_ENDPOINT: 'http://127.0.0.1:1', LOGTO_AUTH: 'a:b' }]) {
      const { code, findings } = await diagnose({ env });
      expect(code).toBe(1);
      expect(findings.tenant).toMatchObject({
        status: 'failed',
        remedy: expect.stringMatching(/./),
      });
    }
    expect(
      (await diagnose({ env: { LOGTO_ENDPOINT: tenant.endpoint } })).findings.tenant,
    ).toMatchObject({ status: 'failed', message: 'No credentials are given.' });
  });

  it('notices that the clocks differ', async () => {
    const tenant = await startTenant();
    const date = new Date(Date.now() + 600_000).toUTCString();
    const asJson = { 'content-type': 'application/json', date, 'total-number': '0' };
    tenant.inject({ on: /api\/hooks/, fault: answerWith(200, asJson, '[]') });
    expect((await diagnose({ env: tenant.env })).findings.clock).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/^This machine is \d{3} s behind the tenant\.$/),
    });
  });

  it('reports unreachable names, failed deliveries, and a webhook that does not fit the app', async () => {
    const tenant = await startTenant();
    const app = await startReceiver((_, response) => response.writeHead(500).end());
    const fitting = await startTenant();
    const own = tenant.addHook({
      config: { url: app.url },
      events: ['User.Created', 'User.Deleted'],
    });
    const lost = tenant.addHook({ config: { url: 'https://nope.invalid/x' } });
    await tenant.emit('User.Created');
    const same = fitting.addHook({ config: { url: app.url }, events: ['User.Created'] });
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, '.env'), 'LOGTO_WEBHOOK_SIGNING_KEY=of-no-webhook\n');
    const configuration = { test: { to: app.url, events: ['User.Created', 'PostSignIn'] } };
    writeFileSync(path.join(cwd, 'logto-hooks.config.json'), JSON.stringify(configuration));
    const env = { ...fitting.env, LOGTO_WEBHOOK_SIGNING_KEY: same.signingKey };
    const [wrong, right, foreign] = await Promise.all([
      diagnose({ cwd, env: tenant.env }),
      diagnose({ env }),
      diagnose({ env: { ...tenant.env, LOGTO_WEBHOOK_SIGNING_KEY: 'of-no-webhook' } }),
    ]);
    expect(wrong.findings).toMatchObject({
      [`webhook:${lost.id}`]: {
        status: 'failed',
        message: expect.stringContaining('cannot be resolved'),
      },
      [`webhook:${own.id}`]: { status: 'warned', message: expect.stringContaining('500') },
      [`webhook-deliveries:${own.id}`]: {
        status: 'warned',
        message: expect.stringMatching(
          /^1 of 1 deliveries failed within 24 hours; .*User\.Created/,
        ),
      },
      'signing-key-webhook': { status: 'failed', message: expect.stringContaining('another key') },
      [`webhook-events:${own.id}`]: {
        status: 'warned',
        message: expect.stringMatching(/not send PostSignIn, .* sends User\.Deleted, /),
      },
    });
    expect(right.findings['signing-key-webhook']).toMatchObject({ status: 'passed' });
    expect(foreign.findings['signing-key-webhook']).toMatchObject({
      status: 'warned',
      message: expect.stringContaining('matches no webhook of this tenant'),
    });
    expect(wrong.written + right.written).not.toContain(same.signingKey);
  });
});
