import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import type { RootCauseId } from '../../../src/contract/root-cause/root-cause.ts';
import { freePort } from '../../helpers/free-port.ts';
import { signingKey } from '../receiver.ts';

/** A receiver with one mistake. */
interface LanguageMistake {
  /** The path at which it is served. */
  readonly name: string;
  readonly cause: RootCauseId;
  /** Matches the first line of the report. */
  readonly says: RegExp;
}

export interface Language {
  readonly name: string;
  /** Succeeds if the toolchain is installed. */
  readonly probe: readonly [command: string, ...args: string[]];
  /** Builds it, if it needs that. @param directory an empty one */
  readonly build?: (directory: string) => void;
  /** @param directory where it was built */
  readonly command: (port: number, directory: string) => readonly [string, ...string[]];
  readonly mistakes: readonly LanguageMistake[];
}

export interface RunningReceiver {
  readonly origin: string;
  /** Returns what it has printed. */
  readonly output: () => string;
  close(): Promise<void>;
}

const here = (file: string) => path.join(import.meta.dirname, file);
/** The Python of the system, which has the packages of the distribution. */
export const python = '/usr/bin/python3';

export const languages: readonly Language[] = [
  {
    name: 'Flask',
    probe: [python, '-c', 'import flask'],
    command: () => [python, here('flask_app.py')],
    mistakes: [
      { name: 'expects-a-prefix', cause: 'signature-prefixed', says: /'sha256=' in front/ },
      { name: 'dumps-the-json', cause: 'body-reformatted', says: /json\.dumps/ },
      { name: 'dumps-sorted', cause: 'body-key-order', says: /sort_keys and compact/ },
      { name: 'prints-the-dict', cause: 'body-parsed', says: /str\(body\)/ },
      { name: 'encodes-base64', cause: 'signature-base64', says: /signature in base64/ },
      { name: 'encodes-hex-in-base64', cause: 'signature-encoded-twice', says: /digest again/ },
      { name: 'gives-the-key-as-text', cause: 'key-encoded', says: /key as text; Python/ },
      { name: 'gives-the-body-as-text', cause: 'body-encoded', says: /body as text; Python/ },
      { name: 'has-no-key', cause: 'key-unset', says: /signing key of the receiver is not set/ },
      { name: 'compares-bytes-with-text', cause: 'signature-type', says: /mixes bytes with text/ },
      { name: 'hashes-key-and-body', cause: 'algorithm-without-key', says: /plain SHA256 hash/ },
      {
        name: 'reads-the-header-of-github',
        cause: 'signature-header-name',
        says: /x-hub-signature-256/,
      },
      { name: 'reads-user-everywhere', cause: 'field-place', says: /reads user, but/ },
      { name: 'parses-seconds-only', cause: 'handler-failed', says: /time data .* does not match/ },
      { name: 'slices-a-name', cause: 'field-missing', says: /data\.name is null/ },
      {
        name: 'reads-a-misspelled-header',
        cause: 'signature-header-name',
        says: /from a header that deliveries do not have/,
      },
    ],
  },
  {
    name: 'FastAPI',
    probe: [python, '-c', 'import fastapi, uvicorn'],
    command: () => [python, here('fastapi_app.py')],
    mistakes: [
      { name: 'dumps-the-dict', cause: 'body-reformatted', says: /json\.dumps/ },
      {
        name: 'requires-another-header',
        cause: 'signature-header-name',
        says: /x-logto-signature/,
      },
      { name: 'forbids-extra-fields', cause: 'field-refused', says: /refuses payloads with the/ },
      { name: 'requires-a-type', cause: 'field-name', says: /requires the field type/ },
    ],
  },
  {
    name: 'Go',
    probe: ['go', 'version'],
    build(directory) {
      const args = ['build', '-o', path.join(directory, 'receiver'), here('receiver.go')];
      execFileSync('go', args, { stdio: 'inherit' });
    },
    command: (_, directory) => [path.join(directory, 'receiver')],
    mistakes: [
      { name: 'expects-a-prefix', cause: 'signature-prefixed', says: /'sha256=' in front/ },
      { name: 'encodes-base64', cause: 'signature-base64', says: /signature in base64/ },
      { name: 'uses-sha-1', cause: 'algorithm-other', says: /HMAC with SHA-1/ },
      { name: 'marshals-a-map', cause: 'body-key-order', says: /keys sorted|json\.Marshal/ },
      { name: 'decodes-the-key-as-hex', cause: 'key-unset', says: /empty key/ },
      { name: 'has-no-key', cause: 'key-unset', says: /empty key/ },
      { name: 'sums-the-body', cause: 'body-not-written', says: /Sum/ },
      { name: 'reads-the-body-twice', cause: 'body-empty', says: /an empty body/ },
      {
        name: 'looks-the-header-up-in-the-map',
        cause: 'signature-header-name',
        says: /does not see the signature/,
      },
      { name: 'limits-bodies', cause: 'body-limit', says: /refuses large bodies/ },
      { name: 'disallows-unknown-fields', cause: 'field-refused', says: /refuses payloads with/ },
      { name: 'reads-user-everywhere', cause: 'field-place', says: /reads user, but/ },
      { name: 'panics-on-one-event', cause: 'field-missing', says: /Role\.Deleted, where data is/ },
    ],
  },
  {
    name: 'PHP',
    probe: ['php', '--version'],
    command: (port) => ['php', '-S', `127.0.0.1:${port}`, here('receiver.php')],
    mistakes: [
      { name: 'expects-a-prefix', cause: 'signature-prefixed', says: /'sha256=' in front/ },
      { name: 'signs-the-decoded-array', cause: 'body-empty-objects', says: /json_encode/ },
      { name: 'signs-post', cause: 'body-not-read', says: /'\[\]'/ },
      { name: 'swaps-the-arguments', cause: 'algorithm-swapped', says: /swaps key and body/ },
      { name: 'has-no-key', cause: 'key-unset', says: /empty key/ },
      { name: 'encodes-base64', cause: 'signature-base64', says: /signature in base64/ },
      { name: 'upper-case', cause: 'signature-upper-case', says: /uppercase hex/ },
      { name: 'uses-md5', cause: 'algorithm-without-key', says: /plain MD5 hash of the body fol/ },
      {
        name: 'reads-another-header',
        cause: 'signature-header-name',
        says: /x-logto-signature-sha-256/,
      },
      { name: 'inverts-strcmp', cause: 'signature-comparison-inverted', says: /inverted/ },
      { name: 'trims-the-end-of-the-key', cause: 'key-changed', says: /first 31 characters/ },
      { name: 'fails-without-data', cause: 'field-missing', says: /where data is null or absent/ },
    ],
  },
];

export function isInstalled([command, ...args]: Language['probe']): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Starts a program that listens on the port it gets as PORT, and waits until it does. */
export async function startProgram(
  commandFor: (port: number) => readonly [string, ...string[]],
  cwd?: string,
): Promise<RunningReceiver> {
  const port = await freePort();
  const [command, ...args] = commandFor(port);
  const env = { ...process.env, PORT: String(port), LOGTO_WEBHOOK_SIGNING_KEY: signingKey };
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  }
  const output = () => printed.join('');
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${output()}`);
    await wait(20);
  }
  return { origin: `http://127.0.0.1:${port}`, output, close: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
