import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';

const payload = '{"event":"User.Created"}';

/** The same text as editors and shells of Windows save it. */
const encodings = {
  'UTF-8 with a byte order mark and CRLF': Buffer.from(`\uFEFF${payload}\r\n`),
  'UTF-16': Buffer.from(`\uFEFF${payload}`, 'utf16le'),
};

async function refusal(args: readonly string[], cwd: string): Promise<string> {
  const { code, stderr } = await runCli(args, { cwd });
  expect(code).toBe(2);
  return stderr;
}

describe('a file from Windows', () => {
  it('is read as payload and fixture if it has a byte order mark', async () => {
    const cwd = temporaryDirectory();
    const text = encodings['UTF-8 with a byte order mark and CRLF'];
    writeFileSync(path.join(cwd, 'data.json'), text);
    mkdirSync(path.join(cwd, 'fixtures/User.Created'), { recursive: true });
    writeFileSync(path.join(cwd, 'fixtures/User.Created/own.json'), text);
    const own = ['User.Created', '--fixtures', 'fixtures', '--variant', 'own', '--frozen'];
    for (const args of [['--data', 'data.json'], own]) {
      const { stdout } = await runCli(['send', ...args, '--dry-run'], { cwd });
      expect(stdout).toContain(payload);
    }
  });

  it('is refused as payload, fixture, configuration and env file if it is UTF-16', async () => {
    const cwd = temporaryDirectory();
    const files = ['data.json', '.env', 'logto-hooks.config.json'];
    for (const file of files) writeFileSync(path.join(cwd, file), encodings['UTF-16']);
    expect(await refusal(['send', '--data', 'data.json', '--dry-run'], cwd)).toBe(
      'error: logto-hooks.config.json is not JSON: it is UTF-16; save it as UTF-8.\n',
    );
    writeFileSync(path.join(cwd, 'logto-hooks.config.json'), '\uFEFF{}');
    expect(await refusal(['send', '--data', 'data.json', '--dry-run'], cwd)).toContain(
      '--data is not JSON: it is UTF-16; save it as UTF-8.',
    );
    expect(await refusal(['key'], cwd)).toMatch(/\.env is UTF-16\. Save it as UTF-8\.\n$/);
  });

  it('is not taken for a URL', async () => {
    const cwd = temporaryDirectory();
    for (const file of ['C:\\hooks\\body.json', 'z:/hooks', 'C:', '\\\\server\\share']) {
      expect(await refusal(['send', 'PostSignIn', '--to', file], cwd)).toContain(
        'is not a valid URL',
      );
    }
  });
});
