import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { signatureHeader } from '../../src/core/logto/signature.ts';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { realDeliveries } from '../helpers/deliveries.ts';
import { hmac } from '../helpers/diagnosis.ts';

const [delivery] = realDeliveries;
const { body = '', signingKey = '', headers = {} } = delivery ?? {};

test('sign signs the bytes of standard input as Logto does', async () => {
  const right = { code: 0, stdout: `${headers[signatureHeader]}\n`, stderr: '' };
  const env = { LOGTO_WEBHOOK_SIGNING_KEY: signingKey };
  expect(await runCli(['sign'], { input: body, env })).toEqual({ ...right, signal: null });
  expect(await runCli(['sign', '-'], { input: body, env })).toMatchObject(right);
});

test('sign signs the bytes of a file, whatever they are', async () => {
  const cwd = temporaryDirectory();
  const bytes = Buffer.from([0, 0xff, 0xfe, 0x0d, 0x0a]);
  writeFileSync(path.join(cwd, 'body'), bytes);
  const { stdout } = await runCli(['sign', 'body', '--signing-key', 'ü $&', '--json'], { cwd });
  expect(parseLines(stdout)).toEqual([
    { type: 'signature', header: signatureHeader, signature: hmac(bytes, 'ü $&'), bytes: 5 },
  ]);
});

test('sign exits with 2 and one line for a missing file, and creates no key', async () => {
  const cwd = temporaryDirectory();
  const { code, stdout, stderr } = await runCli(['sign', 'missing.json'], { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^error: missing\.json does not exist\. .*\n$/);
});
