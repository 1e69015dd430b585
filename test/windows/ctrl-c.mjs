// Tests Ctrl+C: `scripts/press-ctrl-c.sh <file> scripts/with-wine.sh <report file> test/windows/ctrl-c.mjs <file>`.
// The runner presses it in the terminal once the file exists.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe } from 'node:test';
import { freePort, isRunning, it, listen, post, project, serve, start, until } from './harness.mjs';
import { files, pidIn } from './receiver.mjs';

describe('Ctrl+C', () => {
  it('lets a listener finish what is in flight, and a test end its receiver', async () => {
    let held;
    const app = await serve((_, response) => {
      held = response;
    });
    const listener = await listen(['--forward-to', app.url]);
    const listenerExited = once(listener.child, 'exit');
    const delivery = post(listener.url, '{"event":"PostSignIn"}');

    const cwd = project(files);
    const to = ['--to', String(await freePort()), '--start', 'npm start'];
    const test = start(['test', ...to, '--fuzz', '100000', '--json'], { cwd });
    const testExited = once(test, 'exit');
    const [output] = await once(test.stdout, 'data'); // The receiver answers.
    assert.match(String(output), /"type":"check"/);
    test.stdout.resume();
    test.stderr.resume();
    await until(() => held);

    const pressed = once(process, 'SIGINT'); // The console sends it to this script as well.
    writeFileSync(process.argv[2], '');
    await pressed;
    held.writeHead(202).end();
    assert.equal(await delivery, 202);
    assert.deepEqual(await listenerExited, [130, null]);
    assert.deepEqual(await testExited, [130, null]);
    assert.ok(existsSync(path.join(cwd, 'pid')));
    await until(() => !isRunning(pidIn(cwd)));
    app.server.close();
  });
});
