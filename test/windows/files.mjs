import assert from 'node:assert/strict';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe } from 'node:test';
import {
  complaint,
  it,
  listen,
  output,
  post,
  project,
  run,
  serve,
  signingKey,
  until,
} from './harness.mjs';

const payload = (event, more = {}) => ({
  hookId: 'h',
  event,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

describe('files', () => {
  it('reads .env, configuration and fixtures with CRLF and a byte order mark', async () => {
    const app = await serve();
    const fixture = `\uFEFF${JSON.stringify(payload('User.Created', { ip: '1.2.3.4' }), null, 2)}`;
    const cwd = project({
      '.env': `# settings\r\nOTHER=1\r\nLOGTO_WEBHOOK_SIGNING_KEY=${signingKey}\r\n`,
      'logto-hooks.config.json': `\uFEFF{\r\n  "send": { "to": "${app.url}" }\r\n}\r\n`,
      'fixtures/User.Created/own.json': fixture.replaceAll('\n', '\r\n'),
      'data.json': fixture.replaceAll('\n', '\r\n'),
    });
    const own = ['--fixtures', path.join(cwd, 'fixtures'), '--variant', 'own'];
    await output(['send', 'User.Created', ...own], { cwd });
    await output(['send', '--data', 'data.json'], { cwd });
    app.server.close();
    assert.equal(app.requests.length, 2);
    for (const { body } of app.requests) {
      assert.equal(JSON.parse(body).ip, '1.2.3.4');
      assert.doesNotMatch(String(body), /\r/);
    }
    await output(['key', '--signing-key', 'B'.repeat(32), '--write-env'], { cwd });
    const env = readFileSync(path.join(cwd, '.env'), 'utf8');
    assert.equal(
      env,
      `# settings\r\nOTHER=1\r\nLOGTO_WEBHOOK_SIGNING_KEY=${'B'.repeat(32)} # set by logto-hooks\r\n`,
    );
  });

  it('explains a file in UTF-16, which PowerShell 5 writes', async () => {
    const utf16 = Buffer.from(`\uFEFF${JSON.stringify(payload('User.Created'))}`, 'utf16le');
    const cwd = project({
      'data.json': utf16,
      'fixtures/User.Created/own.json': utf16,
    });
    assert.match(await complaint(['send', '--data', 'data.json', '--dry-run'], { cwd }), /UTF-16/);
    const own = ['--fixtures', 'fixtures', '--variant', 'own', '--dry-run'];
    assert.match(await complaint(['send', 'User.Created', ...own], { cwd }), /UTF-16/);
    const config = project({ 'logto-hooks.config.json': utf16 });
    assert.match(await complaint(['send', '--all', '--dry-run'], { cwd: config }), /UTF-16/);
  });

  it('takes absolute paths with drive letters', async () => {
    const cwd = project({ 'body.json': '{"event":"PostSignIn"}' });
    const file = path.join(cwd, 'body.json');
    assert.match(file, /^[A-Z]:\\/);
    assert.match(await output(['send', '--raw', file, '--dry-run'], { cwd }), /PostSignIn/);
    const other = file.replace(/^C:/, 'c:').replaceAll('\\', '/');
    assert.match(await output(['send', '--raw', other, '--dry-run'], { cwd }), /PostSignIn/);
  });

  it('does not search for a project above the home directory, whatever the case of its drive letter', async () => {
    const home = project({ 'below/file.txt': '' });
    const above = path.join(path.dirname(home), '.logto-hooks');
    mkdirSync(above);
    const env = { USERPROFILE: `${home[0].toLowerCase()}${home.slice(1)}` };
    await output(['key'], { cwd: path.join(home, 'below'), env });
    assert.deepEqual(readdirSync(above), []);
    assert.ok(existsSync(path.join(home, '.logto-hooks', 'signing-key')));
  });

  it('records deliveries under names that Windows allows', async () => {
    const cwd = project();
    const listener = await listen(['--record', 'recorded'], { cwd });
    const events = [
      'CON',
      'aux.json',
      'User.Created.',
      'nul ',
      'a:b',
      'LPT1',
      'x|y?',
      '..',
      'COM¹',
    ];
    const flows = ['AUX', 'Con', 'nul', 'COM1'];
    const payloads = [
      ...events.map((event) => payload(event)),
      ...flows.map((interactionEvent) => payload('Session.Ended', { interactionEvent })),
    ];
    for (const one of payloads) {
      assert.equal(await post(listener.url, JSON.stringify(one)), 200);
      assert.equal((await listener.next()).signature, 'valid');
    }
    const list = () => readdirSync(path.join(cwd, 'recorded'), { recursive: true });
    await until(() => list().filter((name) => name.endsWith('.json')).length === payloads.length);
    await listener.end();
    const names = list();
    for (const part of names.flatMap((name) => name.split('\\'))) {
      assert.doesNotMatch(part, /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)|[. ]$|[<>:"|?*]/i);
    }
  });

  it('rejects the names of devices as variants, and as project names', async () => {
    const cwd = project({
      'fixtures/User.Created/own.json': JSON.stringify(payload('User.Created')),
    });
    const variants = ['NUL', 'aux', 'own.', '..\\own', 'own:stream'].map(async (variant) => {
      const own = ['--fixtures', 'fixtures', '--variant', variant, '--dry-run'];
      assert.match(await complaint(['send', 'User.Created', ...own], { cwd }), /has no variant/);
    });
    const names = ['con', 'aux.app', 'hooks.'].map(async (name) => {
      const message = await complaint(['init', name, '--yes', '--no-install', '--no-git'], { cwd });
      assert.match(message, /is not a valid project name/);
    });
    await Promise.all([...variants, ...names]);
  });

  it('replaces a file while another program reads it', async () => {
    const cwd = project({ '.env': 'OTHER=1\r\n' });
    const file = path.join(cwd, '.env');
    const descriptor = openSync(file, 'r');
    const timer = setTimeout(() => closeSync(descriptor), 700);
    const { code, stderr } = await run(['key', '--write-env'], { cwd });
    clearTimeout(timer);
    assert.equal(code, 0, stderr);
    assert.match(
      readFileSync(file, 'utf8'),
      /^OTHER=1\r\nLOGTO_WEBHOOK_SIGNING_KEY=\w{32} # set by logto-hooks\r\n$/,
    );
  });
});
