import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'vitest';
import { type RunOptions, startCli } from './cli.ts';
import { eventually } from './eventually.ts';

/** A running command, whose standard output and standard error are read as one text. */
export interface WatchedCommand {
  readonly child: ChildProcessWithoutNullStreams;
  readonly code: Promise<number | null>;
  output(): string;
  /** Waits until the output contains or matches this. */
  sees(text: string | RegExp): Promise<void>;
}

export function startWatched(args: readonly string[], options: RunOptions = {}): WatchedCommand {
  const child = startCli(args, options);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
    });
  }
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const output = () => stripVTControlCharacters(text);
  const sees = (wanted: string | RegExp) =>
    eventually(() =>
      typeof wanted === 'string'
        ? expect(output()).toContain(wanted)
        : expect(output()).toMatch(wanted),
    );
  return { child, code, output, sees };
}
