import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { describe } from 'node:test';
import { it, listen, output, project, run, serve, signingKey } from './harness.mjs';

const signed = ['--signing-key', signingKey];
const ndjson = (text) =>
  text
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const history = async (cwd, ...words) =>
  ndjson(await output(['history', ...words, '--json'], { cwd }));

describe('listen', () => {
  it('verifies, forwards and stores deliveries, which can be shown and replayed', async () => {
    const cwd = project();
    const app = await serve((_, response) => response.writeHead(201).end('thanks'));
    const listener = await listen(['--forward-to', app.url], { cwd });
    await output(['send', 'User.Created', 'PostSignIn', '--expect', '201', ...signed], { cwd });
    const first = await listener.next();
    assert.equal(first.signature, 'valid');
    assert.equal(first.forward.status, 201);
    await listener.next();
    await output(['send', 'PostSignIn', '--tamper', '--expect', '401', ...signed], { cwd });
    assert.equal((await listener.next()).signature, 'invalid');
    await listener.end();

    assert.equal((await history(cwd, 'list')).length, 3);
    assert.match(await output(['history'], { cwd }), /User\.Created/);
    assert.match(await output(['history', 'show', first.id], { cwd }), new RegExp(first.event));
    assert.equal((await history(cwd, 'search', 'PostSignIn')).length > 0, true);
    const file = path.join(cwd, 'all deliveries.ndjson');
    await output(['history', 'export', '--output-file', file], { cwd });
    assert.equal(ndjson(readFileSync(file, 'utf8')).length, 3);

    await output(['replay', first.id, '--to', app.url], { cwd });
    assert.deepEqual(app.requests.at(-1).body, app.requests[0].body);
    await output(['replay', '--last', '2', '--to', app.url, '--diff', app.url], { cwd });
    app.server.close();
  });

  it('serves the inspector', async () => {
    const cwd = project();
    const listener = await listen(['--inspect', '0'], { cwd });
    const [page] = await once(get(listener.inspector), 'response');
    assert.equal(page.statusCode, 200);
    assert.match(String(Buffer.concat(await page.toArray())), /<html/);
    await listener.end();
  });

  it('lets an editor change a delivery before it is replayed', async () => {
    const cwd = project({
      'edit.cjs':
        "const [file] = process.argv.slice(2); const fs = require('fs');" +
        "fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('PostSignIn', 'PostRegister'));",
    });
    const app = await serve();
    const listener = await listen([], { cwd });
    await output(['send', 'PostSignIn', ...signed], { cwd });
    await listener.next();
    await listener.end();
    const env = { EDITOR: `"${process.execPath}" edit.cjs` };
    await output(['replay', '--last', '--edit', '--to', app.url, ...signed], { cwd, env });
    app.server.close();
    assert.match(String(app.requests[0].body), /"event":"PostRegister"/);
  });

  it('shares the history of a directory, also after one listener was killed', async () => {
    const cwd = project();
    const [one, two] = [await listen([], { cwd }), await listen([], { cwd })];
    const send = (to) => output(['send', 'PostSignIn', '--to', to.url, ...signed], { cwd });
    await Promise.all([send(one), send(two)]);
    await one.end();
    await send(two);
    const three = await listen([], { cwd });
    await send(three);
    assert.equal((await history(cwd)).length, 4);
    await Promise.all([two.end(), three.end()]);
  });

  it('keeps what arrives after the history was cleared', async () => {
    const cwd = project();
    const listener = await listen([], { cwd });
    const send = () => output(['send', 'PostSignIn', '--to', listener.url, ...signed], { cwd });
    await send();
    await output(['history', 'clear', '--yes'], { cwd });
    await send();
    assert.equal((await history(cwd)).length, 1);
    await listener.end();
    assert.equal((await history(cwd)).length, 1);
  });

  it('explains a port that is in use', async () => {
    const other = await serve();
    const port = new URL(other.url).port;
    const { code, stderr } = await run(['listen', '--port', port], { cwd: project() });
    other.server.close();
    assert.equal(code, 2);
    assert.match(stderr, /already in use/);
  });

  it('finds the running listener of the project from another directory of it', async () => {
    const cwd = project({ 'sub/x.txt': '' });
    await output(['key'], { cwd });
    const listener = await listen([], { cwd });
    await output(['send', 'PostSignIn', ...signed], { cwd: path.join(cwd, 'sub') });
    assert.equal((await listener.next()).event, 'PostSignIn');
    await listener.end();
  });
});
