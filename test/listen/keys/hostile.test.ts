import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { hostileHeader, hostileText } from '../../helpers/hostile.ts';
import { post, postSigned } from '../../helpers/post.ts';
import { keys, pseudoTerminals, startSession, startTerminal } from '../../helpers/pty.ts';
import { startReceiver } from '../../helpers/receiver.ts';
import { startTenant } from '../../helpers/tenant/start.ts';

/** The control sequences that our screen, spinners and prompts write. */
const own =
  /\p{Cc}\[(?:\?(?:25|2004|2026|7|1049)[hl]|(?:0|1|2|4|7|22|24|27|3[0-9]|90|39)?m|\d*[ABCDGJKH]|\d*;\d*H)/gu;
/** Asks the terminal to copy text, which is base64. */
const copy = /\p{Cc}\]52;c;[\w+/=]*\p{Cc}/gu;

/** Fails if the output has control sequences other than those and copying. */
function expectOwn(written: string): void {
  const rest = written.replace(own, '').replace(copy, '');
  expect(rest).not.toMatch(/(?![\t\r\n])\p{Cc}|[\p{Bidi_Control}\p{Zl}\p{Zp}\u200b\ufeff]/u);
  expect(written).not.toContain('\u001b[31mRED');
}

const body = Buffer.from(
  JSON.stringify({ event: hostileText, user: { name: hostileText }, [hostileText]: hostileText }),
);

describe.skipIf(!pseudoTerminals || process.platform === 'win32')(
  'hostile text in a terminal',
  () => {
    it('is not obeyed when listen draws and prints a delivery', async () => {
      const app = await startReceiver((_, response) => {
        response.writeHead(500, { 'x-hostile': hostileHeader }).end(hostileText);
      });
      const args = ['--no-inspect', '--allow-unsigned', '-f', app.url];
      const session = await startSession(args, { columns: 200 });
      await postSigned(session.url, body);
      await post(session.url, Buffer.from(hostileText), { 'x-hostile': hostileHeader });
      await postSigned(session.url, Buffer.from('{}'), { encoding: hostileHeader });
      await session.sees('2 received');
      session.press('g');
      await session.sees('▸ 1/2');
      session.press('r');
      await session.sees(/replayed 1×/);
      session.press('d');
      await session.sees(/Signature/);
      expect(session.isAlternate()).toBe(true);
      for (let page = 0; page < 8; page++) session.press('\u001b[6~');
      await session.sees(/100%/);
      session.press('q');
      await session.sees('▸ 1/2');
      session.press('c');
      await session.sees(/is also (?:printed above|in )/);
      session.press(keys.down);
      await session.sees('▸ 2/2');
      session.press('c');
      await session.sees(/is also (?:printed above|in )/);
      session.press(keys.escape);
      await session.sees('2 received');
      session.press('f');
      await session.sees('Enter keeps');
      session.press(`\u001b[200~\u202e${hostileText.replaceAll('\u001b', '')}\u001b[201~`);
      await session.sees(/filter .*FOREIGN/);
      session.press(keys.escape);
      await session.sees(/select .*\? help/);
      session.press('q');
      await session.exited;
      expectOwn(session.written());
    });

    it('is not obeyed in a spinner and an error of test', async () => {
      const command = `printf '%s' '${hostileText.replaceAll("'", '')}'; exit 3`;
      const run = startTerminal(['test', '--to', '9', '--start', command, '--wait', '5s']);
      expect((await run.exited).exitCode).toBe(2);
      expect(run.written()).toContain('FOREIGN');
      expectOwn(run.raw());
    });

    it("is not obeyed in a webhook's name when tenant delete asks for confirmation", async () => {
      const tenant = await startTenant();
      tenant.addHook({ id: 'abc', name: hostileText });
      const run = startTerminal(['tenant', 'delete', 'abc'], tenant.env);
      await run.sees('FOREIGN');
      await run.sees('(y/N)');
      run.write('n\r');
      expect((await run.exited).exitCode).toBe(0);
      expectOwn(run.raw());
    });
  },
);
