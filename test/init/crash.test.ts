import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { sign } from '../../src/core/logto/signature.ts';
import { makeProject, startProject } from '../helpers/project.ts';
import { many } from '../helpers/stress.ts';
import { isThorough } from '../helpers/thorough.ts';

/** A handler that takes a moment before it records its event, so that a crash interrupts some. */
const recorder = `import { appendFileSync } from 'node:fs';
import type { Handler } from '../receiver/handler.ts';
export function createExample(): Handler {
  return {
    name: 'example',
    onEvery: async ({ number }) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync('done.txt', number + '\\n');
    },
  };
}`;

const enough = many(60, 2000);

it.runIf(isThorough)(
  'a generated project processes every acknowledged event after kill -9 under load',
  {
    timeout: 180_000,
  },
  async () => {
    const project = await makeProject('-t', 'node', '--queue', 'postgres');
    writeFileSync(path.join(project.directory, 'src/handlers/example.ts'), recorder);
    const doneFile = path.join(project.directory, 'done.txt');
    writeFileSync(doneFile, '');
    const done = () => new Set(readFileSync(doneFile, 'utf8').split('\n').filter(Boolean));

    const acknowledged: string[] = [];
    let number = 0;
    const first = await startProject(project);
    const send = async (url: string) => {
      number += 1;
      const mine = `${number}`;
      const body = JSON.stringify({ event: 'PostSignIn', number: mine });
      const headers = { 'logto-signature-sha-256': sign(body, project.signingKey) };
      const { status } = await fetch(url, { method: 'POST', body, headers });
      if (status === 200) acknowledged.push(mine);
    };
    const sender = async () => {
      while (first.child.exitCode === null && first.child.signalCode === null) {
        await send(first.url).catch(() => {});
        if (acknowledged.length === enough) first.child.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 10 }, sender));
    await first.exited;
    expect(first.child.signalCode).toBe('SIGKILL');
    expect(acknowledged.length).toBeGreaterThanOrEqual(enough);

    const left = acknowledged.filter((mine) => !done().has(mine));
    const second = await startProject(project);
    await vi.waitFor(() => expect(acknowledged.filter((mine) => !done().has(mine))).toEqual([]), {
      timeout: 120_000,
      interval: 50,
    });
    expect(left.length).toBeGreaterThan(0);
    second.child.kill('SIGTERM');
    expect(await second.exited).toBe(0);
  },
);
