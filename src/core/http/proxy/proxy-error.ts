import { systemCode } from '../../errors.ts';
import { maskUrl } from '../mask-url.ts';

/**
 * A proxy could not be used: the request did not reach its endpoint. Its texts never contain the proxy's
 * credentials.
 */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'PROXY';
  readonly remedy: string;
  /** Whether the same request may succeed later. */
  readonly isTransient: boolean;

  constructor(message: string, remedy: string, { isTransient = false, ...options }: Facts = {}) {
    super(message, options);
    this.remedy = remedy;
    this.isTransient = isTransient;
  }
}

interface Facts extends ErrorOptions {
  readonly isTransient?: boolean;
}

/** Returns why the connection to a proxy failed. @param target the URL that the request was for */
export function unreachableProxy(proxy: URL, target: URL, cause: Error): ProxyError {
  const why = systemCode(cause) ?? cause.message;
  return new ProxyError(
    `The proxy ${shown(proxy)} cannot be reached (${why}).`,
    `Check ${variableFor(target)}, or add ${target.hostname} to NO_PROXY.`,
    { cause, isTransient: true },
  );
}

/** Returns the error for a proxy that did not respond. @param timeout milliseconds */
export function silentProxy(proxy: URL, target: URL, timeout: number): ProxyError {
  return new ProxyError(
    `The proxy ${shown(proxy)} opened no connection to ${target.host} within ${timeout / 1000} s.`,
    `Check ${variableFor(target)}, or add ${target.hostname} to NO_PROXY.`,
    { isTransient: true },
  );
}

/** Returns why a proxy refused a request. @param status of the proxy's own response */
export function refusedByProxy(proxy: URL, target: URL, status: number): ProxyError {
  const who = `The proxy ${shown(proxy)}`;
  if (status === 407) {
    return new ProxyError(
      proxy.username === ''
        ? `${who} requires a user name and password (407).`
        : `${who} does not accept the user name or password (407).`,
      `Set ${variableFor(target)}=http://user:password@${proxy.host}.`,
    );
  }
  return new ProxyError(
    `${who} did not connect to ${target.host} (${status}).`,
    status === 403 || status === 405
      ? `Allow ${target.host} in the proxy, or add ${target.hostname} to NO_PROXY.`
      : `Check that ${target.host} can be reached from the proxy, or add ${target.hostname} to NO_PROXY.`,
    { isTransient: status >= 500 },
  );
}

function shown(proxy: URL): string {
  return maskUrl(`${proxy.protocol}//${proxy.host}`).replace(/\/$/, '');
}

function variableFor({ protocol }: URL): string {
  return `${protocol.slice(0, -1).toUpperCase()}_PROXY`;
}
