import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, startCli, temporaryDirectory } from './helpers/cli.ts';
import { untilReady } from './helpers/listener.ts';

const key = 'k3yThatNobodyMayReadAnywhereElse';
const env = { LOGTO_WEBHOOK_SIGNING_KEY: key };

/** The promises of docs/security.md about files, network and output, seen in one ordinary run. */
describe('a run of listen and send', () => {
  it('listens on loopback, keeps files private, and repeats no secret', async () => {
    const cwd = temporaryDirectory();
    const target = 'http://127.0.0.1:9/hook?token=qu3rySecret';
    const args = ['listen', '--json', '--port', '0', '--inspect', '0', '--forward-to', target];
    const listener = await untilReady(startCli(args, { cwd, env }));
    for (const more of [[], ['--unsigned']]) {
      await runCli(['send', 'User.Created', '--to', listener.url, ...more], { cwd, env });
    }
    const deliveries = [await listener.next(), await listener.next()];
    listener.child.kill('SIGINT');
    const { stderr } = await listener.finished;

    expect(new URL(listener.url).hostname).toBe('127.0.0.1');
    expect(new URL(listener.inspector ?? '').hostname).toBe('127.0.0.1');
    expect(deliveries.map(({ signature }) => signature)).toEqual(['valid', 'missing']);

    const state = path.join(cwd, '.logto-hooks');
    const files = readdirSync(state, { recursive: true, encoding: 'utf8' }).map((name) =>
      path.join(state, name),
    );
    expect(files.filter((file) => file.endsWith('.v1'))).toHaveLength(2);
    const { stdout: exported } = await runCli(['history', 'export'], { cwd });
    const kept = files.filter((file) => lstatSync(file).isFile()).map((file) => readFileSync(file));
    const everything = [
      JSON.stringify(deliveries),
      JSON.stringify(listener.ready),
      stderr,
      exported,
    ];
    for (const secret of [key, 'qu3rySecret']) {
      expect(everything.filter((text) => text.includes(secret))).toEqual([]);
      expect(kept.filter((bytes) => bytes.includes(secret))).toEqual([]);
    }
    expect(lstatSync(state).mode & 0o777).toBe(0o700);
    for (const file of files.filter((name) => !name.endsWith('.gitignore'))) {
      expect([file, lstatSync(file).mode & 0o077]).toEqual([file, 0]);
    }
  });
});
