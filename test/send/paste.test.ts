import { readdirSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { once } from '../../src/core/once.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { signingKey } from '../helpers/listener.ts';
import { startShell } from '../helpers/paste.ts';
import { pseudoTerminals } from '../helpers/pty.ts';
import { isMissing } from '../helpers/shells.ts';
import { startWireServer } from '../helpers/wire.ts';

const canRun = pseudoTerminals && process.platform !== 'win32' && !isMissing('curl');
const touch = 'touch PWNED';

const bodies: readonly (readonly [string, string | Uint8Array])[] = [
  ['a plain payload', '{"event":"PostSignIn","n":1.0}'],
  ['quotes and expansions', `'; ${touch}; '$(${touch})\`${touch}\`"$HOME" \\' \\\\' {a,b} ~ * ?`],
  ['history expansions', `a!!b !touch '!-1' "!$" ^a^b ;!#`],
  ['formats', '%s %n %% %d \\n \\041 \\x21 \\\\ \\c'],
  ['an interrupt', `\u0003\n${touch}\n`],
  ['the end of a paste', `\u001b[201~\n${touch}\n`],
  ['Enter', `a\r${touch}\r\n${touch}\n`],
  ['the end of input', `\u0004\n${touch}\n`],
  ['an editor', `\u0018\u0005${touch}\n\u001bv`],
  ['line editing', `\u0015${touch}\n\u0001${touch} #\r\u0017\u0016\n\u0012touch\r\u001b.\n`],
  ['completion', `\t\t\u001b*\u001b?\t${touch}\t\n`],
  ['8-bit controls', `\u0085${touch}\u009b201~\u008d${touch}\u0084`],
  ['letters that contain such bytes', `ĊčĊdditouch PWNED # Zoë 王\u2028${touch}\u202e`],
  ['a file name', '@/etc/passwd'],
  ['a command to a runner', '::error::a ##[add-mask]b ###[x]'],
  ['a command to a runner in bytes', '::error::a\n##[add-mask]b ###[x]'],
  ['a long line with quotes in the middle', `${'x'.repeat(9000)}'; ${touch}; '${'y'.repeat(9000)}`],
  ['a long line of multi-byte characters', `${'é'.repeat(3000)}\n${touch}\n${"'".repeat(3000)}`],
  ['all bytes', Uint8Array.from({ length: 512 }, (_, index) => index % 256)],
];

/** A hostile header and a hostile path. */
const header = `##[add-mask]x '; ${touch}; '$(${touch})\`${touch}\`!! !touch\t\u009b201~\u008dé "!$" \\`;
const where = "/'$(touch<PWNED)'?a=[1-3]&b={x,y}&c=';>PWNED;'`>PWNED`!!#";

/** A placeholder for each test's server, so that the commands are rendered once for all shells. */
const placeholder = 'http://127.0.0.1:65535';

/** Returns the command that `send --curl` prints for each body. */
const renderCommands = once(async () => {
  const args = ['--raw', '-', '--to', `${placeholder}${where}`, '-H', `x-hostile: ${header}`];
  const commands: string[] = [];
  for (const [, input] of bodies) {
    const words = ['send', '--curl', ...args, '--signing-key', signingKey];
    const { stdout, stderr } = await runCli(words, { env: { GITHUB_ACTIONS: 'true' }, input });
    expect(stderr).toBe('');
    commands.push(stdout.trimEnd());
  }
  return commands;
});

describe.skipIf(!canRun)('send --curl', () => {
  const ways = [
    ['sh', 'typed', 'C.UTF-8'],
    ['sh', 'typed', 'C'],
    ['bash', 'typed', 'C.UTF-8'],
    ['bash', 'typed', 'C'],
    ['bash', 'marked', 'C.UTF-8'],
    ['zsh', 'typed', 'C.UTF-8'],
    ['zsh', 'typed', 'C'],
    ['zsh', 'marked', 'C.UTF-8'],
  ] as const;
  it.each(ways.filter(([shell]) => !isMissing(shell)))(
    'prints commands that send the same bytes and run nothing else when pasted into %s (%s, %s)',
    async (shell, how, locale) => {
      const commands = await renderCommands();
      const server = await startWireServer();
      const cwd = temporaryDirectory();
      const { paste } = await startShell(shell, { cwd, bracketed: how === 'marked', locale });
      for (const [index, [name, body]] of bodies.entries()) {
        const command = commands[index]?.replaceAll(placeholder, server.url) ?? '';
        expect(command).toMatch(/^[ -~\n]+$/);
        expect(Math.max(...command.split('\n').map((line) => line.length))).toBeLessThan(1024);
        await paste(command);
        const request = await eventually(
          () => server.requests[index] ?? expect.fail(`nothing was sent for ${name}`),
        );
        expect([name, request.body.equals(Buffer.from(body))]).toEqual([name, true]);
        expect(request.headerLines).toContain(`x-hostile: ${header}`);
        expect(request.requestLine).toContain('?a=[1-3]&b={x,y}&');
      }
      expect(server.requests).toHaveLength(bodies.length);
      expect(readdirSync(cwd).filter((file) => !file.startsWith('.'))).toEqual([]);
    },
    120_000,
  );
});
