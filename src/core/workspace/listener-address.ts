import { rmSync } from 'node:fs';
import { isLoopback } from '../http/loopback.ts';
import { replaceFile } from './replace-file.ts';
import { ownStateFile, readStateFile } from './state-directory.ts';

/** Keeps the address of the listener that was started last in a project. */
const name = 'listener.json';

/** The response header of `GET /healthz` that distinguishes a listener from another server on its port. */
export const listenerHeader = 'logto-hooks-listener';

export interface ListenerAddress {
  readonly url: URL;
  /** The value of the `listenerHeader` that this listener responds with. */
  readonly id: string;
}

/**
 * Makes the address of a listener known to the project's other commands, if the project has a state
 * directory that can be written: nothing is created for it alone.
 * @param cwd the project directory
 * @returns a function that withdraws the address, unless a later listener has replaced it
 */
export function announceListener(cwd: string, url: string, id: string): () => void {
  const reachable = url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  try {
    const file = ownStateFile(cwd, name);
    replaceFile(file, Buffer.from(`${JSON.stringify({ url: reachable, id })}\n`));
    return () => {
      if (readListenerAddress(cwd)?.id === id) rmSync(file, { force: true });
    };
  } catch {
    return () => {};
  }
}

/**
 * Returns the address that a listener has left in a project, if it is on this machine: the file may come
 * with a cloned project. The listener may have been killed since.
 * @throws UsageError when the file cannot be read
 */
export function readListenerAddress(cwd: string): ListenerAddress | undefined {
  const text = readStateFile(cwd, name);
  if (text === undefined) return undefined;
  try {
    const { url, id }: { url?: unknown; id?: unknown } = Object(JSON.parse(text));
    const address = { url: new URL(String(url)), id: String(id) };
    return isLoopback(address.url) && address.url.protocol === 'http:' ? address : undefined;
  } catch {
    return undefined;
  }
}
