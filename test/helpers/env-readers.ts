import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parse } from 'dotenv';

const python = `
import sys
from dotenv import dotenv_values
values = [dotenv_values(file).get(sys.argv[1]) for file in sys.argv[2:]]
sys.stdout.write("\\0".join("" if value is None else value for value in values))
`;

/** Whether a program runs here; not every machine has bash, or Python with python-dotenv. */
function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

export const hasBash = runs('bash', '-c', 'true');
export const hasPython = runs('python3', '-c', 'import dotenv');

/** What the programs themselves read of one variable in a file; '' where it is not set. */
export function readEverywhere(file: string, name: string): Record<string, string> {
  return {
    node: readWithNode(file, name),
    dotenv: parse(readFileSync(file))[name] ?? '',
    ...(hasBash && { bash: readWithBash(file, name) }),
    ...(hasPython && { python: output('python3', ['-c', python, name, file]) }),
  };
}

/** `process.loadEnvFile`, which reads as `node --env-file` does. */
function readWithNode(file: string, name: string): string {
  const former = { ...process.env };
  try {
    delete process.env[name];
    process.loadEnvFile(file);
    return process.env[name] ?? '';
  } finally {
    for (const each of Object.keys(process.env)) if (!(each in former)) delete process.env[each];
  }
}

/** `source` in a shell that finds no commands and changes no files (`set -o noclobber`). */
export function readWithBash(file: string, name: string): string {
  const script = `PATH=/nowhere; set -C; source "$0" </dev/null >/dev/null 2>&1; printf '%s\\n' "$${name}" >&3`;
  const { output: streams } = spawnSync('bash', ['--norc', '-c', script, file], {
    env: { PATH: process.env.PATH ?? '' },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    cwd: '/',
  });
  return (streams[3] ?? '').replace(/\n$/, '');
}

/** The same for many files, in one process. */
export function readWithPython(files: readonly string[], name: string): string[] {
  return output('python3', ['-c', python, name, ...files]).split('\0');
}

function output(command: string, args: readonly string[]): string {
  const env = { PATH: process.env.PATH ?? '', PYTHONUTF8: '1' };
  const { stdout } = spawnSync(command, args, { env, encoding: 'utf8' });
  return stdout.replace(/\n$/, '');
}
