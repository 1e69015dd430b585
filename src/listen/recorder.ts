import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Terminal } from '../cli/terminal/index.ts';
import { systemCode, UsageError } from '../core/errors.ts';
import { makeDirectory } from '../core/workspace/make-directory.ts';
import type { Recorder } from './record-fixture.ts';

interface RecorderFlags {
  readonly record?: string | undefined;
  readonly redact?: true | undefined;
  readonly output: 'pretty' | 'compact' | 'quiet';
  readonly json?: true | undefined;
}

/**
 * Returns the recorder of `--record`, which reports on standard error; undefined without that flag.
 * @throws UsageError for `--redact` alone, and if the directory or the redaction key cannot be used
 */
export async function openRecorder(
  { record, redact, output, json }: RecorderFlags,
  { cwd, err }: Terminal,
): Promise<Recorder | undefined> {
  if (record === undefined) {
    if (redact) throw new UsageError('--redact needs --record.', 'For example: --record fixtures.');
    return undefined;
  }
  const directory = path.resolve(cwd, record);
  createDirectory(directory, record);
  const { createRecorder } = await import('./record-fixture.ts');
  const { renderRecordingFailure, renderSaved } = await import(
    '../cli/output/delivery/recording.ts'
  );
  const { resolveRedactionKey } = await import('../core/redact/key.ts');
  const listsReplaced = output === 'pretty' || json === true;
  return createRecorder({
    directory,
    redactionKey: redact && resolveRedactionKey(cwd),
    onSaved({ file, replaced }) {
      if (output === 'quiet' && !json) return;
      const saved = { file: path.relative(cwd, file), replaced };
      for (const line of renderSaved(saved, { listsReplaced }, err.style)) err.line(line);
    },
    onFailure: (error) => err.line(renderRecordingFailure(error, err.style)),
  });
}

/** Creates the directory. @param name the directory as typed */
function createDirectory(directory: string, name: string): void {
  try {
    makeDirectory(directory);
    accessSync(directory, constants.W_OK);
  } catch (error) {
    const code = systemCode(error);
    const isFile = code === 'EEXIST' || code === 'ENOTDIR';
    throw new UsageError(
      `--record: '${name}' ${isFile ? 'is not a directory' : `cannot be written (${code})`}.`,
      'Choose another directory.',
      { cause: error },
    );
  }
}
