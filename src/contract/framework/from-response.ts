import type { TransportResponse } from '../../core/http/transport/transport.ts';
import type { Framework } from '../snippets/snippet.ts';

interface Sign {
  readonly header: string;
  readonly value: RegExp;
  /** The frameworks that send it, the likeliest first. */
  readonly frameworks: readonly Framework[];
}

const signs: readonly Sign[] = [
  { header: 'x-powered-by', value: /^Next\.js/i, frameworks: ['next'] },
  { header: 'x-powered-by', value: /^Express/i, frameworks: ['express', 'nest'] },
  {
    header: 'set-cookie',
    value: /^(?:laravel_session|laravel-session|XSRF-TOKEN)=/,
    frameworks: ['laravel'],
  },
  { header: 'x-powered-by', value: /^PHP/i, frameworks: ['php', 'laravel'] },
  { header: 'x-powered-by', value: /^ASP\.NET/i, frameworks: ['aspnet'] },
  { header: 'server', value: /^Kestrel/i, frameworks: ['aspnet'] },
  { header: 'server', value: /^Werkzeug/i, frameworks: ['flask'] },
  {
    header: 'server',
    value: /^(?:uvicorn|hypercorn)/i,
    frameworks: ['fastapi', 'django', 'flask'],
  },
  {
    header: 'server',
    value: /^(?:gunicorn|waitress)/i,
    frameworks: ['flask', 'django', 'fastapi'],
  },
  { header: 'server', value: /^(?:WSGIServer|daphne)/i, frameworks: ['django', 'flask'] },
  { header: 'x-runtime', value: /^\d+\.\d+$/, frameworks: ['rails'] },
];

/**
 * Returns the frameworks that may have sent a response, the likeliest first; none if unknown.
 */
export function frameworksOfResponse({ headers, body }: TransportResponse): readonly Framework[] {
  const headerValue = (name: string) => {
    const at = headers.findIndex((one, index) => index % 2 === 0 && one.toLowerCase() === name);
    return at < 0 ? undefined : headers[at + 1];
  };
  for (const { header, value, frameworks } of signs) {
    const found = headerValue(header);
    if (found !== undefined && value.test(found)) return frameworks;
  }
  // Go's http.Error responds like this.
  const isGo =
    headerValue('content-type') === 'text/plain; charset=utf-8' &&
    headerValue('x-content-type-options') === 'nosniff' &&
    body.at(-1) === 0x0a;
  return isGo ? ['go'] : [];
}
