import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';

/** Preloaded into the command: shifts its clock by the milliseconds in a file. */
const jumpingClock = `
const { readFileSync } = require('node:fs');
const RealDate = Date;
const offset = () => Number(readFileSync(process.env.CLOCK_OFFSET, 'utf8'));
const now = () => RealDate.now() + offset();
globalThis.Date = class extends RealDate {
  constructor(...args) { if (args.length === 0) super(now()); else super(...args); }
  static now() { return now(); }
};`;

it('history finds and replays every delivery after the clock has jumped', async () => {
  const cwd = temporaryDirectory();
  const [offset, preload] = [path.join(cwd, 'offset'), path.join(cwd, 'clock.cjs')];
  writeFileSync(offset, '0');
  writeFileSync(preload, jumpingClock);
  const env = { CLOCK_OFFSET: offset, NODE_OPTIONS: `--require ${preload}` };
  const listener = await startListener([], { cwd, env });

  const hours = [0, -5, 30, -1000, 0];
  for (const [n, jump] of hours.entries()) {
    writeFileSync(offset, String(jump * 3_600_000));
    const { status } = await postSigned(
      listener.url,
      Buffer.from(`{"event":"PostSignIn","n":${n}}`),
    );
    expect(status).toBe(200);
  }
  const { stdout } = await runCli(['history', 'export'], { cwd });
  const numbers = parseLines(stdout).map(({ body }) => JSON.parse(String(body)).n);
  expect(numbers.sort()).toEqual([0, 1, 2, 3, 4]);

  for (const { id } of parseLines(stdout)) {
    const again = await runCli(['replay', String(id), '--to', listener.url, '--json'], { cwd });
    expect(again.code).toBe(0);
  }
});
