import { isSingleExecutable } from '../../core/package-files.ts';

/** Returns the program and its first arguments that run this command again. */
export function selfCommand({
  argv,
  execArgv,
  execPath,
}: Pick<NodeJS.Process, 'argv' | 'execArgv' | 'execPath'>): [program: string, args: string[]] {
  return [execPath, isSingleExecutable() ? [] : [...execArgv, argv[1] ?? '']];
}
