import { expect, it } from 'vitest';
import { logtoHeaders } from '../../../src/core/logto/request-headers.ts';

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

it('lets custom headers replace user-agent and content-type, never the signature', () => {
  const custom = [
    ['User-Agent', 'mine'],
    ['Content-Type', 'text/plain'],
    ['Logto-Signature-Sha-256', 'forged'],
  ] as const;
  expect(logtoHeaders('f00d', custom)).toEqual([
    ...['content-type', 'text/plain', 'logto-signature-sha-256', 'f00d', 'user-agent', 'mine'],
    ...fetchHeaders,
  ]);
});
