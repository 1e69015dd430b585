import {
  type ChildProcessWithoutNullStreams,
  execFileSync,
  spawn,
  spawnSync,
} from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';
import { type Finished, finished } from '../helpers/cli.ts';

/** A file system with only a program, the libraries that it needs and an empty home directory. */
export interface Environment {
  /** The working directory, as this process sees it. */
  readonly directory: string;
  /** Returns where the program finds something at a path of the environment. */
  locate(place: string): string;
  /** Writes a file of the program's user to the working directory. */
  write(name: string, text: string): void;
  /** Starts the program; it is killed after the test. */
  start(args: readonly string[]): ChildProcessWithoutNullStreams;
  /** Runs the program to its end, with empty standard input. */
  run(args: readonly string[]): Promise<Finished>;
  remove(): void;
}

/** Where the program is. */
export const programs = '/usr/local/bin';

/** Whether commands can run in a file system of their own: Linux, where namespaces are permitted. */
const canIsolate =
  process.platform === 'linux' &&
  spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '--rbind', '/proc', '/proc'])
    .status === 0;

if (!canIsolate) process.stdout.write('not isolated: namespaces are not permitted here\n');

/** Mounts /proc and /dev in the new root directory, then runs a program there. */
const enter = `mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" &&
  exec env -i HOME=/home PATH=${programs} "$(command -v unshare)" --root="$0" --wd=/home/project "$@"`;

/**
 * Creates an environment. Where namespaces are not permitted, the program runs in the system's file system,
 * with an empty home directory and a PATH that has only the program.
 * @param files what the environment contains, by absolute path in it; the first is the program
 * @param args the program's first arguments
 */
export function createEnvironment(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Environment {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'logto-hooks-empty-')));
  const directory = path.join(root, 'home/project');
  for (const place of [directory, path.join(root, 'proc'), path.join(root, 'dev')]) {
    mkdirSync(place, { recursive: true });
  }
  const [[program = '', source = ''] = []] = Object.entries(files);
  const contents = canIsolate ? { ...librariesOf(source), ...files } : files;
  for (const [place, from] of Object.entries(contents)) {
    cpSync(from, path.join(root, place), { recursive: true, dereference: true });
  }
  const start = (words: readonly string[]) => {
    const child = canIsolate
      ? startIsolated(root, [program, ...args, ...words])
      : startInPlace(root, [program, ...args], words);
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  return {
    directory,
    locate: (place) => (canIsolate ? place : path.join(root, place)),
    write: (name, text) => writeFileSync(path.join(directory, name), text),
    start,
    run(words) {
      const child = start(words);
      child.stdin.end();
      return finished(child);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function startIsolated(root: string, command: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn('unshare', ['--map-root-user', '--mount', 'sh', '-c', enter, root, ...command]);
}

function startInPlace(
  root: string,
  [program = '', ...args]: readonly string[],
  words: readonly string[],
): ChildProcessWithoutNullStreams {
  const { SystemRoot = '' } = process.env; // Windows opens no socket without it.
  const home = path.join(root, 'home');
  const env = { HOME: home, USERPROFILE: home, PATH: path.join(root, programs), SystemRoot };
  const cwd = path.join(root, 'home/project');
  const inRoot = args.map((arg) => path.join(root, arg));
  return spawn(path.join(root, program), [...inRoot, ...words], { cwd, env });
}

/** Returns the shared libraries that a program loads, by their path. */
function librariesOf(program: string): Record<string, string> {
  const found = execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/\/\S+(?= \()/g);
  return Object.fromEntries([...found].map(([file]) => [file, file]));
}
