import { expect, it } from 'vitest';
import { resolveConnection } from '../../src/tenant/api/connection.ts';
import { temporaryDirectory } from '../helpers/cli.ts';

const auth = 'app:se:cret';
const place = () => ({ cwd: temporaryDirectory(), env: {} });

it.each([
  ['https://abc123.logto.app', 'https://abc123.logto.app', 'https://abc123.logto.app/api'],
  ['https://abc123.logto.app/', 'https://abc123.logto.app', 'https://abc123.logto.app/api'],
  ['https://abc123.logto.app/oidc', 'https://abc123.logto.app', 'https://abc123.logto.app/api'],
  ['http://localhost:3001/api/', 'http://localhost:3001', 'https://default.logto.app/api'],
  ['localhost:3001', 'http://localhost:3001', 'https://default.logto.app/api'],
  ['https://auth.example.com', 'https://auth.example.com', 'https://default.logto.app/api'],
  ['https://example.com/logto/', 'https://example.com/logto', 'https://default.logto.app/api'],
])('reads %s as endpoint %s with API %s', (given, endpoint, resource) => {
  expect(resolveConnection({ endpoint: given, auth }, place())).toEqual({
    ...{ endpoint, resource, appId: 'app', appSecret: 'se:cret' },
    source: { kind: 'flags', name: '' },
  });
});

it('uses a given resource, which a custom domain needs', () => {
  const flags = {
    auth,
    endpoint: 'https://auth.example.com',
    resource: 'https://abc123.logto.app/api',
  };
  expect(resolveConnection(flags, place()).resource).toBe('https://abc123.logto.app/api');
});
