/** Returns a URL with another host and port, for its Host header. @param host `example.com`, `localhost:3000` */
export function withHost(url: URL, host: string): URL {
  const changed = new URL(url);
  const [hostname = '', port = ''] = host.split(':');
  changed.hostname = hostname;
  changed.port = port;
  return changed;
}
