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

/**
 * Sources each file in a script of its own, which finds no commands and changes no files (`set -C`). The
 * value is read in the next line: after some errors, bash goes on only there.
 */
const bash = `
for file; do
  name=$0 file=$file "$BASH" --norc <<'END'
PATH=/nowhere; set -C
source "$file" </dev/null >/dev/null 2>&1
printf %s "\${!name}" >&3
END
  printf '\\0' >&3
done`;

function isInstalled(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Not every machine has bash, or Python with python-dotenv. */
export const hasBash = isInstalled('bash', '-c', 'true');
export const hasPython = isInstalled('python3', '-c', 'import dotenv');

/** Reads one variable from each file with every program; '' if it is not set. */
export function readEverywhere(files: readonly string[], name: string): Record<string, string>[] {
  const fromBash = hasBash ? readWithBash(files, name) : [];
  const fromPython = hasPython ? readWithPython(files, name) : [];
  return files.map((file, index) => ({
    node: readWithNode(file, name),
    dotenv: parse(readFileSync(file))[name] ?? '',
    ...(hasBash && { bash: fromBash[index] ?? '' }),
    ...(hasPython && { python: fromPython[index] ?? '' }),
  }));
}

/** Uses `process.loadEnvFile`, which reads as `node --env-file` does. */
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

export function readWithBash(files: readonly string[], name: string): string[] {
  const { output } = spawnSync('bash', ['--norc', '-c', bash, name, ...files], {
    env: { PATH: process.env.PATH ?? '' },
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    cwd: '/',
  });
  return (output[3] ?? '').split('\0').slice(0, -1);
}

export function readWithPython(files: readonly string[], name: string): string[] {
  const env = { PATH: process.env.PATH ?? '', PYTHONUTF8: '1' };
  const args = ['-c', python, name, ...files];
  return spawnSync('python3', args, { env, encoding: 'utf8' }).stdout.split('\0');
}
