import { BlockList, isIP } from 'node:net';
import process from 'node:process';
import { isLoopback } from '../loopback.ts';
import { ProxyError } from './proxy-error.ts';

/**
 * Returns the proxy for requests to a URL, from HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY; the lowercase
 * names take precedence, as in curl. Undefined if requests go direct, as they always do to this machine.
 * @throws ProxyError if the variable is not the URL of an HTTP proxy
 */
export function findProxy(url: URL): URL | undefined {
  if (isLoopback(url)) return undefined;
  const scheme = url.protocol.slice(0, -1);
  const [name, value] = readFirst(`${scheme}_proxy`, 'all_proxy');
  if (value === '' || isExcluded(url, readFirst('no_proxy')[1])) return undefined;
  const text = value.includes('://') ? value : `http://${value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy && /^https?:$/.test(proxy.protocol) && proxy.hostname !== '') return proxy;
  throw new ProxyError(
    `${name} is not the URL of an HTTP proxy.`,
    `Write it like ${name}=http://user:password@proxy.example.com:3128.`,
  );
}

/** Returns the first variable that is set, in lowercase or uppercase, and its value; '' if there is none. */
function readFirst(...names: readonly string[]): [name: string, value: string] {
  for (const name of names.flatMap((lower) => [lower, lower.toUpperCase()])) {
    const value = process.env[name]?.trim();
    if (value) return [name, value];
  }
  return ['', ''];
}

/**
 * Returns whether a NO_PROXY list covers the URL's host. An entry is `*`, a domain (with its subdomains;
 * a leading `.` or `*.` changes nothing), an address or a range such as `10.0.0.0/8`, and may end in a port.
 */
function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const wantedPort = port || (protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, ipv6, name = '', entryPort] =
      /^(?:\[([^\]]+)\]|(.*?))(?::(\d+))?$/.exec(isIP(entry) ? `[${entry}]` : entry) ?? [];
    if (entryPort !== undefined && entryPort !== wantedPort) return false;
    const pattern = (ipv6 ?? name).toLowerCase().replace(/^\*?\./, '');
    if (pattern === '') return false;
    if (pattern.includes('/')) return isInRange(host, pattern);
    return host === pattern || (isIP(host) === 0 && host.endsWith(`.${pattern}`));
  });
}

/** Returns whether an address is in a range. @param range in CIDR notation */
function isInRange(host: string, range: string): boolean {
  const [address = '', length = ''] = range.split('/');
  const [family, hostFamily] = [isIP(address), isIP(host)];
  if (family === 0 || hostFamily !== family || !/^\d{1,3}$/.test(length)) return false;
  if (Number(length) > (family === 6 ? 128 : 32)) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const ranges = new BlockList();
  ranges.addSubnet(address, Number(length), type);
  return ranges.check(host, type);
}
