import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../helpers/cli.ts';
import { eventually } from '../../helpers/eventually.ts';
import { signingKey } from '../../helpers/listener.ts';
import { postSigned } from '../../helpers/post.ts';
import { bin, pseudoTerminals, startInTerminal, type TerminalRun } from '../../helpers/pty.ts';
import { isMissing } from '../../helpers/shells.ts';

const listen = `${process.execPath} ${bin} listen --port 0 --no-inspect --signing-key ${signingKey}`;
const body = Buffer.from('{"event":"PostSignIn"}');

async function urlIn(terminal: TerminalRun): Promise<string> {
  const url = () => /Listening\s+(http:\/\/\S+\d)/.exec(terminal.written())?.[1];
  await eventually(() => expect(url()).toBeDefined());
  return url() ?? '';
}

/** Returns how often the footer appeared; keys are read while it is shown. */
function footers(terminal: TerminalRun): number {
  return terminal.written().split('? help').length - 1;
}

const shells = [
  ['bash', ['bash', '--norc', '--noprofile', '-i']],
  ['zsh', ['zsh', '-f', '-i']],
  ['fish', ['fish', '--no-config', '-i']],
] as const;

describe.skipIf(!pseudoTerminals || process.platform === 'win32')('listen in a shell', () => {
  for (const [name, command] of shells) {
    it.skipIf(isMissing(name))(
      `continues in the background of ${name}, and reads keys again after fg`,
      async () => {
        const shell = startInTerminal([...command]);
        shell.write(`${listen} &\r`);
        const url = await urlIn(shell);
        expect((await postSigned(url, body)).status).toBe(200);
        expect(footers(shell)).toBe(0);
        shell.write('fg\r');
        await eventually(() => expect(footers(shell)).toBeGreaterThan(0));

        shell.write('\u001a');
        await eventually(() => expect(shell.written()).toMatch(/stopped|suspended/i));
        const before = footers(shell);
        shell.write('bg\r');
        expect((await postSigned(url, body)).status).toBe(200);
        expect(footers(shell)).toBe(before);
        shell.write('fg\r');
        await shell.sees('2 received');
        shell.write('q');
        await eventually(() => expect(postSigned(url, body)).rejects.toThrow());
      },
    );
  }

  it('interrupts an app that was started next to it, as a terminal does', async () => {
    const directory = temporaryDirectory();
    const app = path.join(directory, 'app.mjs');
    const ended = path.join(directory, 'ended');
    writeFileSync(
      app,
      `import { writeFileSync } from 'node:fs';
      process.on('SIGINT', () => { writeFileSync(${JSON.stringify(ended)}, ''); process.exit(); });
      setInterval(() => {}, 1000); console.log('app runs');`,
    );
    const shell = startInTerminal(['sh', '-c', `${process.execPath} ${app} & ${listen}`]);
    await shell.sees('app runs');
    await shell.sees('? help');
    shell.write('\u0003');
    await eventually(() => expect(existsSync(ended)).toBe(true));
    await shell.exited;
  });

  it('quits at Ctrl+\\ and leaves the cursor visible', async () => {
    const shell = startInTerminal(['sh', '-c', `ulimit -c 0; exec ${listen}`]);
    await shell.sees('? help');
    shell.write('\u001c');
    expect(await shell.exited).toMatchObject({ signal: 3 });
    expect(shell.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(
      shell.raw().lastIndexOf('\u001b[?25l'),
    );
  });
});
