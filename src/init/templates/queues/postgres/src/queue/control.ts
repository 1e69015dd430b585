import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { unlink } from 'node:fs/promises';
import { createServer, type RequestListener, request } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { SettingsError } from '../receiver/settings.ts';

/**
 * The socket beside an embedded database: it shows that a process has it open, and through it other
 * processes of this machine ask about the queue. The system closes it however the process ends.
 */
export interface Control {
  /** Answers what is asked from now on. */
  answer(listener: RequestListener): void;
  close(): Promise<void>;
}

/** @throws SettingsError where another process has the database open */
export async function claimControl(directory: string): Promise<Control> {
  const socketPath = socketPathOf(directory);
  if ((await ask(directory, 'GET', '/')) !== undefined) {
    throw new SettingsError(
      `Another process has the queue in ${directory} open. Stop it, or set DATABASE_URL to share a PostgreSQL.`,
    );
  }
  if (process.platform !== 'win32') await unlink(socketPath).catch(() => {}); // Left by a crash.
  const server = createServer((_request, response) => response.writeHead(404).end());
  server.listen(socketPath);
  await once(server, 'listening');
  server.unref();
  return {
    answer(listener) {
      server.removeAllListeners('request').on('request', listener);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/**
 * Asks the process that has the database open.
 * @returns its answer, or undefined where there is no such process
 */
export function ask(directory: string, method: string, route: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socketPath = socketPathOf(directory);
    const asking = request({ socketPath, method, path: route, agent: false }, (response) => {
      text(response).then(resolve, reject);
    });
    asking.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
    asking.end();
  });
}

/** Relative where the directory is, since the path of a socket may have about 100 characters. */
function socketPathOf(directory: string): string {
  if (process.platform !== 'win32') return `${directory}.sock`;
  const name = createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 32);
  return `\\\\.\\pipe\\logto-queue-${name}`;
}
