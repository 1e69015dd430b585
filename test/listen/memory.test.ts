import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import autocannon from 'autocannon';
import { expect, it } from 'vitest';
import { sign } from '../../src/core/logto/signature.ts';
import { temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { many, timeoutMs } from '../helpers/stress.ts';
import { isThorough } from '../helpers/thorough.ts';

/** The full size: LOGTO_HOOKS_STRESS=1 npx vitest run test/listen/memory.test.ts */
const [full, total] = many([4_000, 12_000], [40_000, 200_000]);

const body = readFileSync(
  path.resolve(import.meta.dirname, '../../fixtures/PostSignIn/sign-in.json'),
);

/** Preloaded into the command: on SIGUSR2 it collects garbage and writes the bytes in use. */
const probe = `
const { renameSync, writeFileSync } = require('node:fs');
require('node:v8').setFlagsFromString('--expose-gc');
const collect = require('node:vm').runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  writeFileSync(process.env.HEAP_FILE + '.new', String(heapUsed + external));
  renameSync(process.env.HEAP_FILE + '.new', process.env.HEAP_FILE);
});`;

it.runIf(isThorough).each([
  ['without the inspector', []],
  ['with the inspector', ['--inspect', '0']],
])(
  `listen holds as much memory after ${total} deliveries as after ${full}, %s`,
  async (_, args) => {
    const { listener, heap } = await startProbed(args);
    await deliver(listener.url, full);
    const early = await heap();
    await deliver(listener.url, total - full);
    await eventually(async () => expect(await heap()).toBeLessThanOrEqual(1.15 * early));
  },
  timeoutMs,
);

/** Starts a listener. Its `heap` returns the bytes in use after garbage collection. */
async function startProbed(args: readonly string[]) {
  const directory = temporaryDirectory();
  const [file, preload] = [path.join(directory, 'heap'), path.join(directory, 'probe.cjs')];
  writeFileSync(preload, probe);
  const env = { HEAP_FILE: file, NODE_OPTIONS: `--require ${preload}` };
  const listener = await startListener(args, { env });
  listener.discard();
  const collect = async () => {
    writeFileSync(file, '');
    listener.child.kill('SIGUSR2');
    return eventually(() => {
      const bytes = Number(readFileSync(file, 'utf8'));
      expect(bytes).toBeGreaterThan(0);
      return bytes;
    });
  };
  // Closing connections and finalizers hold memory until after the first collection.
  const heap = async () => {
    const readings: number[] = [];
    for (let n = 0; n < 5; n++) readings.push(await collect());
    return Math.min(...readings);
  };
  return { listener, heap };
}

async function deliver(url: string, amount: number): Promise<void> {
  const headers = { 'logto-signature-sha-256': sign(body, signingKey) };
  const load = { url, method: 'POST', body, headers, amount, connections: 20 } as const;
  expect(await autocannon(load)).toMatchObject({ '2xx': amount, errors: 0, timeouts: 0 });
}
