import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { systemCode, UsageError } from '../../core/errors.ts';
import { findProgram } from '../../core/system/find-program.ts';

/** A public URL that leads to the listener. */
export interface Tunnel {
  readonly url: URL;
  /** Rejects if the tunnel closes. */
  readonly broken: Promise<never>;
  close(): void;
}

/** Milliseconds to wait for the URL, which takes 5 to 10 s. */
const startTimeoutMs = 60_000;

/**
 * Opens a quick tunnel of Cloudflare, which needs no account, with `cloudflared` from the PATH.
 * @param target the listener's URL
 * @throws UsageError if cloudflared is missing or prints no URL
 */
export function openTunnel(target: string): Promise<Tunnel> {
  const child = spawn(findProgram('cloudflared'), ['tunnel', '--no-autoupdate', '--url', target], {
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  return new Promise((resolve, reject) => {
    let isClosed = false;
    let lastLine = '';
    const close = () => {
      isClosed = true;
      child.kill();
    };
    const fail = (message: string, remedy: string) => {
      close();
      reject(new UsageError(message, remedy));
    };
    const timer = setTimeout(
      () =>
        fail(`cloudflared printed no URL within ${startTimeoutMs / 1000} s: ${lastLine}`, another),
      startTimeoutMs,
    );
    const ended = new Promise<never>((_, breakOff) => {
      child.on('exit', (code, signal) => {
        clearTimeout(timer);
        const message = `cloudflared ended (${signal ?? code}): ${lastLine}`;
        if (!isClosed)
          breakOff(new UsageError(message, 'Start listening again, or use --public-url.'));
        fail(message, another);
      });
    });
    ended.catch(() => {}); // `fail` reports it until the tunnel is open.
    child.on('error', (error) => {
      clearTimeout(timer);
      if (systemCode(error) === 'ENOENT') fail('cloudflared is not on the PATH.', install);
      else fail(`cloudflared cannot be started: ${error.message}.`, another);
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      lastLine = line.trim();
      const [found] = /https:\/\/[a-z\d-]+\.trycloudflare\.com/i.exec(line) ?? [];
      if (found === undefined || found.includes('//api.')) return;
      clearTimeout(timer);
      resolve({ url: new URL(found), broken: ended, close });
    });
  });
}

const install =
  'Install it (https://github.com/cloudflare/cloudflared), or use --public-url with another tunnel.';
const another = 'Use --public-url with another tunnel, or omit both to follow the log.';
