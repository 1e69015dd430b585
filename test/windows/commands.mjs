import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe } from 'node:test';
import { complaint, it, output, project, run, signingKey, start } from './harness.mjs';

describe('commands', () => {
  it('looks up events, schemas, types and the OpenAPI document', async () => {
    assert.match(await output(['events']), /PostRegister/);
    assert.match(await output(['events', 'show', 'User.Created']), /management-api/);
    assert.equal(JSON.parse(await output(['events', 'schema', 'PostSignIn'])).type, 'object');
    assert.match(await output(['events', 'types', '--lang', 'go']), /^package /m);
    assert.match(JSON.parse(await output(['events', 'openapi'])).openapi, /^3\.1/);
  });

  it('prints a request and a curl command', async () => {
    const cwd = project();
    assert.match(
      await output(['send', 'PostRegister', '--dry-run'], { cwd }),
      /logto-signature-sha-256/,
    );
    assert.match(await output(['send', 'PostRegister', '--curl'], { cwd }), /^curl /);
  });

  it('prints, writes and uses the signing key', async () => {
    const cwd = project({ 'body.json': '{"event":"PostSignIn"}' });
    const key = (await output(['key'], { cwd })).trim();
    assert.match(key, /^[0-9A-Za-z]{32}$/);
    await output(['key', '--write-env'], { cwd });
    assert.match(readFileSync(path.join(cwd, '.env'), 'utf8'), new RegExp(`=${key}\n$`));
    const expected = createHmac('sha256', key).update('{"event":"PostSignIn"}').digest('hex');
    const file = path.join(cwd, 'body.json');
    assert.equal((await output(['sign', file], { cwd })).trim(), expected);
    await output(['verify', file, '--signature', expected], { cwd });
    const wrong = await output(['verify', '-', '--signature', expected], { cwd, input: '{}' }, 1);
    assert.doesNotMatch(wrong, /Error:/);
  });

  it('lists the checks of test', async () => {
    assert.match(await output(['test', '--list']), /accepts/);
  });

  it('scaffolds a project in a path with spaces and letters beyond ASCII', async () => {
    const cwd = project();
    const flags = ['--yes', '--no-install', '--no-git', '-r', 'audit-log,sync-database'];
    await output(['init', 'made', '-t', 'express', ...flags], { cwd });
    const made = path.join(cwd, 'made');
    const files = readdirSync(made, { recursive: true });
    assert.ok(files.includes(path.join('src', 'handlers', 'audit-log.ts')), files.join());
    assert.match(
      readFileSync(path.join(made, '.env'), 'utf8'),
      /^LOGTO_WEBHOOK_SIGNING_KEY=\w{32}/m,
    );
    const { name } = JSON.parse(readFileSync(path.join(made, 'package.json'), 'utf8'));
    assert.equal(name, 'made');
  });

  it('adds a route to an Express app whose files have CRLF', async () => {
    const app = [
      "import express from 'express';",
      'const app = express();',
      'app.use(express.json());',
      "app.get('/', (req, res) => res.send('hello'));",
      'app.listen(process.env.PORT);',
      '',
    ].join('\r\n');
    const manifest =
      '{\r\n  "type": "module",\r\n  "dependencies": { "express": "^5.0.0" }\r\n}\r\n';
    const cwd = project({ 'package.json': manifest, 'src/server.js': app });
    assert.match(await output(['add', '--dry-run'], { cwd }), /webhooks\/logto/);
    await output(['add', '--yes'], { cwd });
    const added = readdirSync(path.join(cwd, 'src'), { recursive: true });
    assert.ok(added.length > 1, added.join());
    const wired = readFileSync(path.join(cwd, 'src', 'server.js'), 'utf8');
    assert.match(wired, /logtoWebhook/);
    assert.doesNotMatch(wired, /[^\r]\n/);
    assert.ok(existsSync(path.join(cwd, '.env')));
  });

  it('diagnoses the setup', async () => {
    const cwd = project();
    await output(['key'], { cwd });
    const { code, stdout } = await run(['doctor'], { cwd });
    assert.ok(code === 0 || code === 1, stdout);
    assert.match(stdout, /Node/);
    assert.doesNotMatch(stdout, /chmod/);
  });

  it('prints completion scripts', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      assert.match(await output(['completion', shell]), /logto-hooks/);
    }
    assert.match(await output(['completion', '--values', 'deliveries']), /^$/);
  });

  it('answers a coding agent', async () => {
    const request = (id, method, params) => JSON.stringify({ jsonrpc: '2.0', id, method, params });
    const clientInfo = { name: 'test', version: '1' };
    const input = [
      request(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }),
      JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }),
      request(2, 'tools/call', { name: 'list_events', arguments: {} }),
      '',
    ].join('\n');
    const cwd = project({ '.env': `LOGTO_WEBHOOK_SIGNING_KEY=${signingKey}\n` });
    const server = start(['mcp'], { cwd });
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    server.stdin.write(input);
    assert.match((await lines.next()).value, /"name":"logto-hooks"/);
    assert.match((await lines.next()).value, /User\.Created/);
    server.stdin.end();
    const [code] = await once(server, 'exit');
    assert.equal(code, 0);
  });

  it('explains what a tenant command needs', async () => {
    for (const words of [
      ['webhooks'],
      ['deliveries', 'x'],
      ['whoami'],
      ['trigger', 'User.Created'],
    ]) {
      const { code, stderr } = await run(['tenant', ...words]);
      assert.equal(code, 2, stderr);
      assert.match(stderr, /tenant login|LOGTO_ENDPOINT|--endpoint/);
    }
    const offline = ['--endpoint', 'http://127.0.0.1:9', '--auth', 'id:secret'];
    const { code, stderr } = await run(['tenant', 'webhooks', ...offline]);
    assert.ok(code === 1 || code === 2, stderr);
    assert.match(stderr, /127\.0\.0\.1:9/);
  });

  it('rejects a drive letter where a URL belongs', async () => {
    for (const file of ['C:\\hooks\\body.json', 'Z:/hooks', 'c:']) {
      assert.match(await complaint(['send', 'PostSignIn', '--to', file]), /is not a valid URL/);
    }
  });
});
