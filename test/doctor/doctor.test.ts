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

/** What it finds, by id; ports belong to whoever runs on this machine, and are left out. */
async function diagnose(options: RunOptions = {}, args: readonly string[] = []) {
  const { code, stdout, stderr } = await runCli(['doctor', '--json', ...args], options);
  const lines = parseLines(stdout);
  const findings = Object.fromEntries(lines.slice(0, -1).map((line) => [String(line.id), line]));
  return { code, findings, summary: lines.at(-1), written: stdout + stderr };
}

describe('doctor', () => {
  it('says what is there in a directory where nothing is', async () => {
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

  it('finds what is wrong, says how to mend it, and exits with 1', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, '.logto-hooks'));
    const keyFile = path.join(cwd, '.logto-hooks', 'signing-key');
    writeFileSync(keyFile, 'the-key-of-the-file');
    chmodSync(keyFile, 0o644);
    writeFileSync(path.join(cwd, '.logto-hooks', 'history'), 'no directory');
    writeFileSync(path.join(cwd, 'logto-hooks.config.json'), '{"url": }');
    writeFileSync(path.join(cwd, '.env'), 'LOGTO_WEBHOOK_SIGNING_KEY=the-key-of-dot-env\n');
    const { code, findings, summary, written } = await diagnose({ cwd });
    expect(code).toBe(1);
    expect(findings).toMatchObject({
      config: { status: 'failed', says: expect.stringContaining('logto-hooks.config.json') },
      'signing-key': { status: 'warned', says: expect.stringContaining('in .env; another one') },
      'signing-key-file': { status: 'warned', remedy: 'chmod 600 .logto-hooks/signing-key' },
      'env-file': { status: 'passed', says: 'sets LOGTO_WEBHOOK_SIGNING_KEY' },
      history: { status: 'failed', remedy: 'Move it away.' },
    });
    expect(summary).toMatchObject({ warned: 2 });
    expect(written).not.toMatch(/the-key-of/);
  });

  it('tells the size of the history, and what is damaged', async () => {
    const cwd = temporaryDirectory();
    const { url, child, finished } = await startListener([], { cwd });
    const body = Buffer.from('{"event":"PostSignIn"}');
    for (let n = 0; n < 3; n++) await postSigned(url, body);
    child.kill('SIGINT');
    await finished;
    expect((await diagnose({ cwd })).findings.history).toMatchObject({
      status: 'passed',
      says: '3 deliveries, 3 KB',
    });
    expect(segmentFiles(cwd)).toHaveLength(1);
  });
});

describe('doctor with a tenant', () => {
  it('looks at where its webhooks point to', async () => {
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
      tenant: { status: 'passed', says: expect.stringContaining('6 webhooks') },
      clock: { status: 'passed', says: 'agrees with the tenant' },
      [`webhook:${plain}`]: { status: 'failed', says: expect.stringContaining('is http') },
      [`webhook:${lost}`]: { status: 'failed', says: expect.stringContaining('event is lost') },
      [`webhook:${slow}`]: { status: 'warned', remedy: expect.stringContaining('/elsewhere') },
      [`webhook:${good}`]: { status: 'passed' },
      [`webhook:${down}`]: { status: 'failed', says: expect.stringContaining('Nothing listens') },
      [`webhook:${off}`]: { status: 'skipped', says: expect.stringContaining('switched off') },
    });
    expect(fine.requests.map(({ method }) => method)).toEqual(['HEAD']);
    for (const secret of ['geheim', tenant.appSecret, ...tenant.state.tokens.keys()]) {
      expect(written).not.toContain(secret);
    }
  });

  it('says why a tenant does not let it in', async () => {
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
    ).toMatchObject({ status: 'failed', says: 'No credentials are given.' });
  });

  it('notices a clock that is off', async () => {
    const tenant = await startTenant();
    const date = new Date(Date.now() + 600_000).toUTCString();
    const asJson = { 'content-type': 'application/json', date, 'total-number': '0' };
    tenant.inject({ on: /api\/hooks/, fault: answerWith(200, asJson, '[]') });
    expect((await diagnose({ env: tenant.env })).findings.clock).toMatchObject({
      status: 'failed',
      says: expect.stringMatching(/^this machine is \d{3} s behind the tenant\.$/),
    });
  });
});
