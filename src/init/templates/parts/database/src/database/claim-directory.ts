import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rmdir, stat, unlink } from 'node:fs/promises';
import { createServer, type RequestListener, request } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { SettingsError } from '../receiver/settings.ts';

/** Older claims in progress were left behind by a crash, in milliseconds. */
const staleMs = 5_000;

/**
 * The exclusive right to open an embedded database: a socket beside its directory, which the operating
 * system closes however the process ends. Other processes ask the owner through it.
 */
export interface Claim {
  /** Responds to requests from other processes. */
  respond(listener: RequestListener): void;
  release(): Promise<void>;
}

/**
 * Claims a database directory; its parent directory is created if needed.
 * @throws SettingsError if another process has claimed it
 */
export async function claimDirectory(directory: string): Promise<Claim> {
  await mkdir(path.dirname(directory), { recursive: true, mode: 0o700 });
  const socketPath = socketPathOf(directory);
  const server = createServer((_request, response) => response.writeHead(404).end());
  await oneAtATime(`${directory}.claim`, async () => {
    if ((await ask(directory, 'GET', '/')) !== undefined) {
      throw new SettingsError(
        `Another process has the database in ${directory} open. Stop it, or share a PostgreSQL with DATABASE_URL.`,
      );
    }
    if (process.platform !== 'win32') await unlink(socketPath).catch(() => {}); // Left by a crash.
    server.listen(socketPath);
    await once(server, 'listening');
  });
  server.unref();
  return {
    respond: (listener) => void server.removeAllListeners('request').on('request', listener),
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Sends a request to the process that has claimed a directory. Returns undefined if there is none. */
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

/** Runs `work` in one process at a time: creating a directory succeeds only once. */
async function oneAtATime(directory: string, work: () => Promise<void>): Promise<void> {
  while (!(await mkdir(directory).then(() => true, isInUse))) {
    const { mtimeMs } = await stat(directory).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > staleMs) await rmdir(directory).catch(() => {});
    await wait(20);
  }
  try {
    await work();
  } finally {
    await rmdir(directory).catch(() => {});
  }
}

function isInUse(error: NodeJS.ErrnoException): false {
  if (error.code !== 'EEXIST') throw error;
  return false;
}

/** Relative if the directory is: the path of a socket is limited to about 100 characters. */
function socketPathOf(directory: string): string {
  if (process.platform !== 'win32') return `${directory}.sock`;
  const name = createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 32);
  return `\\\\.\\pipe\\logto-webhooks-${name}`;
}
