import { systemCode } from '../errors.ts';
import { ProxyError } from './proxy/proxy-error.ts';
import { TimeoutError } from './transport/transport.ts';

/** Why there was no response, for people and for scripts. */
export interface Failure {
  /** Stable: the system's code (`ECONNREFUSED`), `TIMEOUT`, `PROXY`, or `ERROR`. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  /** What to check; empty if nothing certain can be said. */
  readonly remedy: string;
}

/** Explains in plain words why a request to `url` got no response. */
export function explainFailure(error: Error, url: URL): Failure {
  if (error instanceof TimeoutError) return explainTimeout(error);
  if (error instanceof ProxyError) {
    return { code: error.code, message: error.message, remedy: error.remedy };
  }
  const cause = rootCause(error);
  const code = systemCode(cause) ?? 'ERROR';
  const [message, remedy] = describe(code, cause, error, url);
  return { code, message, remedy };
}

function explainTimeout({ timeout }: TimeoutError): Failure {
  return {
    code: 'TIMEOUT',
    message: `No response within ${seconds(timeout)}.`,
    remedy: 'Respond first and do the work afterwards: Logto waits 10 s, then logs an error.',
  };
}

function describe(code: string, cause: Error, error: Error, url: URL): [string, string] {
  const { host, hostname } = url;
  if (speaksHttp2(cause)) {
    return [`${host} ${http2Only.message}`, http2Only.remedy];
  }
  if (tlsCodes.test(code)) {
    return [
      `${host} has a certificate that is not trusted (${code}).`,
      'Use --insecure if it is your own.',
    ];
  }
  switch (code) {
    case 'ECONNREFUSED':
      return [
        `Nothing listens at ${host} (tried ${triedAddresses(error).join(' and ')}).`,
        'Start your app, or check the port.',
      ];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return [
        `The host ${hostname} cannot be resolved (${code}).`,
        'Check the host name and the network.',
      ];
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return [
        `${host} closed the connection without a response.`,
        'Check its log: it may have crashed, or accept only https.',
      ];
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return [`${host} does not use TLS.`, `Try http://${host}.`];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return [`${host} cannot be reached (${code}).`, 'Check the network and firewalls.'];
    default:
      if (code.startsWith('HPE_') || cause.name === 'HTTPParserError') {
        return [`${host} did not respond with HTTP (${code}).`, 'Check the port.'];
      }
      return [`${cause.message}.`, ''];
  }
}

/** The explanation for a server that does not accept HTTP/1.1; the message continues its host name. */
export const http2Only = {
  message: 'speaks HTTP/2 only, and Logto sends HTTP/1.1.',
  remedy: 'Accept HTTP/1.1 there, too (allowHTTP1 in Node.js), or put a proxy in front of it.',
} as const;

/**
 * Returns whether a server refused HTTP/1.1: its TLS offers no other protocol (RFC 7301), or its first
 * bytes are a SETTINGS or GOAWAY frame of HTTP/2 (RFC 9113, 6.5 and 6.8).
 */
function speaksHttp2(error: Error): boolean {
  if (/no.application.protocol|alert number 120/i.test(`${systemCode(error)} ${error.message}`)) {
    return true;
  }
  const packet = 'rawPacket' in error && Buffer.isBuffer(error.rawPacket) ? error.rawPacket : null;
  if (!packet || packet.length < 9) return false;
  const isOfConnection = packet.readUInt32BE(5) === 0;
  return isOfConnection && [4, 7].includes(packet[3] ?? 0);
}

const tlsCodes = /^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS_CERT)/;

/**
 * Returns the most informative error. With happy eyeballs (RFC 8305), Node tries several addresses and throws
 * an AggregateError; a refused connection says more than a missing IPv6 route.
 */
function rootCause(error: Error): Error {
  const attempts = attemptsOf(error);
  return attempts.find((one) => systemCode(one) === 'ECONNREFUSED') ?? attempts[0] ?? error;
}

function triedAddresses(error: Error): string[] {
  const refused = attemptsOf(error).filter((one) => systemCode(one) === 'ECONNREFUSED');
  const addresses = refused.flatMap((one) =>
    'address' in one && typeof one.address === 'string' ? [one.address] : [],
  );
  if (addresses.length > 0) return addresses.map(named);
  return 'address' in error && typeof error.address === 'string' ? [named(error.address)] : ['it'];
}

function named(address: string): string {
  return address.includes(':') ? `IPv6 ${address}` : `IPv4 ${address}`;
}

function attemptsOf(error: Error): Error[] {
  if (!(error instanceof AggregateError)) return [];
  return error.errors.filter((one): one is Error => one instanceof Error);
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`;
}
