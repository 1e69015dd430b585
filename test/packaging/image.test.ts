import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { finished } from '../helpers/cli.ts';
import { checkInstallation } from './checks.ts';
import type { Environment } from './environment.ts';

/** A program that runs logto-hooks in a container of the image; scripts/with-image.sh sets it. */
const command = process.env.IMAGE_COMMAND ?? '';
/** The image's user is 'node' of the base image. */
const user = 1000;

describe.runIf(command)('the image', () => {
  const environment = createEnvironment();
  afterAll(() => environment.remove());

  checkInstallation(
    () => environment,
    () => 'logto-hooks',
  );

  it('runs as a user without privileges', () => {
    const { uid, gid } = statSync(path.join(environment.directory, '.logto-hooks'));
    expect([uid, gid]).toEqual([user, user]);
  });
});

/** The working directory is the mounted one. */
function createEnvironment(): Environment {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'logto-hooks-image-')));
  chownSync(directory, user, user);
  const start = (args: readonly string[]) => {
    const child = spawn(command, args, { cwd: directory });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  return {
    directory,
    locate: (place) => place,
    write(name, text) {
      writeFileSync(path.join(directory, name), text);
      chownSync(path.join(directory, name), user, user);
    },
    start,
    run(args) {
      const child = start(args);
      child.stdin.end();
      return finished(child);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
