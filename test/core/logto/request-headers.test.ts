import { expect, it } from 'vitest';
import { logtoHeaders } from '../../../src/core/logto/request-headers.ts';
import { startWireServer } from '../../helpers/wire.ts';

const fetchHeaders = [
  ...['accept', '*/*', 'accept-language', '*', 'sec-fetch-mode', 'cors'],
  ...['accept-encoding', 'gzip, deflate'],
];

it('sorts custom headers by name, joins values of one name, and leaves out what fetch owns', () => {
  const custom = [
    ['Z-Last', '1'],
    ['Authorization', 'Bearer abc'],
    ['x-a', '2'],
    ['X-A', '3'],
    ['Host', 'elsewhere'],
    ['content-length', '3'],
  ] as const;
  expect(logtoHeaders('f00d', custom)).toEqual([
    ...['authorization', 'Bearer abc', 'logto-signature-sha-256', 'f00d'],
    ...['user-agent', 'Logto (https://logto.io/)', 'x-a', '2, 3', 'z-last', '1'],
    ...['content-type', 'application/json', ...fetchHeaders],
  ]);
});

const names = [
  ...['user-agent', 'User-Agent', 'logto-signature-sha-256', 'Logto-Signature-SHA-256'],
  ...['Content-Type', 'accept', 'Accept-Encoding', 'Sec-Fetch-Mode', 'Host', 'Cookie', 'cookie'],
  ...['X-A', 'x-a', 'Authorization'],
];
const sets = [
  ...names.map((name) => [name]),
  ...names.map((name, index) => [name, names[(index * 5 + 1) % names.length] ?? '']),
  names,
];

it.each(sets)(
  'merges %s %s %s as fetch does with the headers that Logto gives it',
  async (...set) => {
    const custom = Object.fromEntries(set.map((name, index) => [name, `value ${index}`]));
    const wire = await startWireServer();
    const headers = new Headers({
      ...{ 'user-agent': 'Logto (https://logto.io/)', ...custom },
      'logto-signature-sha-256': 'f00d',
    });
    // As ky does, which Logto uses: names in order, then the type of the body.
    const sorted = new Headers([...headers]);
    if (!sorted.has('content-type')) sorted.set('content-type', 'application/json');
    await fetch(wire.url, { method: 'POST', headers: sorted, body: '{}' });
    const lines = wire.requests[0]?.headerLines.filter(
      (line) => !/^(?:host|connection|content-length):/.test(line),
    );
    const made = logtoHeaders('f00d', Object.entries(custom));
    expect(made.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${made[at + 1]}`] : []))).toEqual(
      lines,
    );
  },
);
