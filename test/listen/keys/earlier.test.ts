import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { sign } from '../../../src/core/logto/signature.ts';
import { temporaryDirectory } from '../../helpers/cli.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startListener } from '../../helpers/listener.ts';
import { postSigned } from '../../helpers/post.ts';
import { keys, pseudoTerminals, startSession } from '../../helpers/pty.ts';
import { startReceiver } from '../../helpers/receiver.ts';

const otherKey = 'oZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cC';
const args = ['--no-inspect', '--signing-key', otherKey];

const signIn = Buffer.from('{"event":"PostSignIn","user":{"id":"u3k9f2xq","name":"Ada"}}');

/** Returns the last text that was copied through the terminal. */
function copied(written: string): string {
  const encoded = written.split('\u001b]52;c;').at(-1)?.split('\u0007')[0] ?? '';
  return Buffer.from(encoded, 'base64').toString();
}

describe.skipIf(!pseudoTerminals || process.platform === 'win32')(
  'a delivery of an earlier run',
  () => {
    it('is selected, copied in parts, and edited into another event with its own key', async () => {
      const cwd = temporaryDirectory();
      const earlier = await startListener(args, { cwd });
      await postSigned(earlier.url, Buffer.from('{"event":"PostRegister","user":{"id":"u1"}}'));
      await postSigned(earlier.url, signIn, { key: otherKey });
      earlier.child.kill('SIGINT');
      await earlier.finished;

      const editor = path.join(cwd, 'editor.sh');
      writeFileSync(editor, '#!/bin/sh\nsed -i.bak s/PostSignIn/User.Created/ "$1"\n');
      chmodSync(editor, 0o700);
      const app = await startReceiver();
      const session = await startSession(['-f', app.url, ...args], {
        cwd,
        env: { VISUAL: '', EDITOR: editor, DISPLAY: '', WAYLAND_DISPLAY: '' },
      });
      await session.sees('0 received');
      // The history is read while the footer is already shown.
      await eventually(() => {
        session.press('G');
        expect(session.screen().join('\n')).toMatch(/▸ 2\/2 ✓ 200 PostSignIn \w{8} .*Ada/);
      });
      session.press(keys.up);
      await session.sees(/▸ 1\/2 ✓ 200 PostRegister/);
      session.press(keys.down);
      await session.sees(/▸ 2\/2/);

      session.press('y');
      await session.sees('The body is also printed above.');
      expect(copied(session.written())).toBe(signIn.toString());
      session.press('h');
      await session.sees('The headers are also printed above.');
      expect(copied(session.written())).toMatch(/^logto-signature-sha-256: [\da-f]{64}$/m);
      expect(copied(session.written())).not.toContain('{');

      session.press('e');
      await session.sees(/✓ 200 User\.Created {2}edited and replayed · \w{8}/);
      await eventually(() => expect(app.requests).toHaveLength(1));
      const [{ body, headers }] = app.requests as [(typeof app.requests)[0]];
      expect(body.toString()).toBe(signIn.toString().replace('PostSignIn', 'User.Created'));
      expect(headers['logto-signature-sha-256']).toBe(sign(body, otherKey));
      // The delivery itself keeps its event.
      await session.sees(/▸ 2\/2 ✓ 200 PostSignIn .*replayed 1× \(200\)/);
    });
  },
);
