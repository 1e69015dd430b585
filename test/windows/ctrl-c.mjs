// Tests Ctrl+C: `scripts/press-ctrl-c.sh scripts/with-wine.sh <report file> test/windows/ctrl-c.mjs <file>`.
// The runner presses it in the terminal once the file exists.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { listen, post, serve, until } from './harness.mjs';

describe('Ctrl+C', () => {
  it('lets the listener finish what is in flight and exit with 130', async () => {
    let held;
    const app = await serve((_, response) => {
      held = response;
    });
    const listener = await listen(['--forward-to', app.url]);
    const exited = once(listener.child, 'exit');
    const delivery = post(listener.url, '{"event":"PostSignIn"}');
    await until(() => held);
    const pressed = once(process, 'SIGINT'); // The console sends it to this script as well.
    writeFileSync(process.argv[2], '');
    await pressed;
    held.writeHead(202).end();
    assert.equal(await delivery, 202);
    assert.deepEqual(await exited, [130, null]);
    app.server.close();
  });
});
