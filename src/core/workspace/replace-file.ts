import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { syncDirectory } from '../history/files.ts';
import { renameOver } from './rename-over.ts';

/**
 * Replaces a file in one step, so that it holds either the old bytes or the new ones, even when the disk is
 * full or the process is killed. Mode and owner stay; a new file gets the given mode.
 * @throws the system's error; the file is then unchanged
 */
export function replaceFile(file: string, bytes: Buffer, newMode = 0o600): void {
  const former = lstatSync(file, { throwIfNoEntry: false });
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    writeDraft(draft, bytes, newMode, former);
    if (!readFileSync(draft).equals(bytes)) {
      throw new Error('the file reads back differently');
    }
    renameOver(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncDirectory(path.dirname(file));
}

function writeDraft(draft: string, bytes: Buffer, newMode: number, former?: Stats): void {
  const descriptor = openSync(draft, 'wx', former ? 0o600 : newMode);
  try {
    writeFileSync(descriptor, bytes);
    if (former) keepOwnerAndMode(descriptor, former);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function keepOwnerAndMode(descriptor: number, { uid, gid, mode }: Stats): void {
  const own = fstatSync(descriptor);
  if (own.uid !== uid || own.gid !== gid) fchownSync(descriptor, uid, gid);
  fchmodSync(descriptor, mode & 0o7777);
}
