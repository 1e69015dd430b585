import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { runCli } from '../helpers/cli.ts';
import { runContractTest, startFlawed } from '../helpers/contract.ts';
import { flaws } from '../receivers/flaws.ts';
import { listen } from '../receivers/frameworks/framework.ts';
import { hmac, isEqual, signingKey } from '../receivers/receiver.ts';
import { runChecks } from '../receivers/run-checks.ts';

async function startWithFlaw(name: string) {
  const flaw = flaws.find((one) => one.name === name) ?? expect.fail(name);
  return startFlawed(flaw.steps());
}

describe('several failed checks have one cause when the receiver', () => {
  it.each([
    ['verifies-parsed-json', 'body-reformatted', /serialized again as JSON\.stringify does/, 3],
    ['verifies-minified-text', 'body-white-space', /without the white space/, 1],
    ['verifies-latin-1', 'body-encoded', /read as Latin-1/, 2],
    ['verifies-nothing-without-a-key', 'signature-not-verified', /from anyone/, 12],
    ['checks-only-the-form', 'signature-form-only', /of the right form/, 5],
    ['throws-on-another-length', 'signature-length', /does not have 64 characters \(500\)/, 5],
  ])('%s', async (name, id, message, count) => {
    const app = await startWithFlaw(name);
    const { cause, results } = await runChecks(app.url, { only: ['bytes', 'rejects'] });
    expect(cause?.id).toBe(id);
    expect(cause?.message).toMatch(message);
    expect(cause?.evidence).toMatch(/: (200|401|500)/);
    const withCause = results.filter((result) => result.cause === cause);
    expect(withCause).toHaveLength(count);
    expect(withCause.filter(({ sameAs }) => sameAs === null)).toHaveLength(1);
  });

  it('refuses large bodies', async () => {
    const app = await startFlawed({
      early: ({ body }) => (body.length > 1024 ? { status: 413 } : undefined),
    });
    const { cause, results } = await runChecks(app.url);
    expect(cause?.id).toBe('body-limit');
    const failed = results.filter(({ status }) => status === 'failed');
    expect(failed.map(({ check }) => check.id)).toContain('bytes/unicode');
    expect(failed.map(({ check }) => check.id)).toContain('tolerates/large-payload');
    expect(failed.filter((result) => result.cause !== cause)).toEqual([]);
  });
});

it('no check is blamed for the end of a receiver while others ran', async () => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (body.includes('\n  "event"')) {
        server.close();
        server.closeAllConnections();
        return;
      }
      const isRight = request.headers['logto-signature-sha-256'] === hmac(body);
      response.writeHead(isRight ? 200 : 401).end();
    });
  });
  const { origin } = await listen(server);
  const { cause, failures } = await runChecks(origin);
  expect(failures).toEqual({ 'behaves/survives': 'error' });
  expect(cause?.id).toBe('receiver-ended');
  expect(cause?.message).toMatch(
    /^The receiver ended while (\d+ checks ran at the same time|bytes\/whitespace ran)\.$/,
  );
  expect(cause?.evidence).toMatch(/\bbytes\/whitespace\b/);
});

it('no length is blamed if signatures of other lengths are refused', async () => {
  const app = await startFlawed({
    verify(rawBody, signature = '') {
      if (/[^\x20-\x7e]|, /.test(signature)) throw new Error('an odd header');
      return isEqual(hmac(rawBody), signature);
    },
  });
  const { cause, failures } = await runChecks(app.url, { only: ['rejects'] });
  expect(failures).toEqual({
    'rejects/non-ascii-signature': 'error',
    'rejects/duplicate-signature-header': 'error',
  });
  expect(cause).toBeNull();
});

it.each([
  'verifies-composed-characters',
  'verifies-rounded-numbers',
  'throws-on-a-short-signature',
])('no cause is claimed that the experiments do not prove: %s', async (name) => {
  const app = await startWithFlaw(name);
  const { cause, failures } = await runChecks(app.url);
  expect(Object.keys(failures)).toHaveLength(1);
  expect(cause).toBeNull();
});

it('the report names the cause in its first line and shows the remedy once', async () => {
  const app = await startWithFlaw('verifies-nothing-without-a-key');
  const { code, stdout } = await runCli(['test', '--to', app.url, '--signing-key', signingKey]);
  expect(code).toBe(1);
  expect(stdout.split('\n')[0]).toMatch(/^✗ The receiver accepts deliveries from anyone/);
  expect(stdout.match(/^ {2}Remedy /gm)).toHaveLength(1);
  expect(stdout).toMatch(/^ {2}Checks +rejects\/unsigned, .* and 9\s+more$/m);
});

it('a cause of errors and warnings is an error', async () => {
  const asciiOf = (text: string) =>
    JSON.stringify(JSON.parse(text)).replace(
      /[\u007f-\uffff]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const app = await startFlawed({
    verify(rawBody, signature = '') {
      try {
        return isEqual(hmac(asciiOf(rawBody.toString())), signature);
      } catch {
        return false;
      }
    },
  });
  const { code, stdout } = await runCli(['test', '--to', app.url, '--signing-key', signingKey]);
  expect(code).toBe(1);
  expect(stdout.split('\n')[0]).toMatch(
    /^✗ The receiver verifies the parsed body, .*json\.dumps .*compact separators/,
  );
  expect(stdout).toMatch(/^ {2}! bytes\/whitespace/m);
});

it('a cause of warnings alone is marked as a warning, and the run passes', async () => {
  const app = await startWithFlaw('verifies-parsed-json');
  const args = ['test', '--to', app.url, '--signing-key', signingKey, '--only', 'bytes'];
  const { code, stdout } = await runCli(args);
  expect([code, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^! The receiver /)]);
  const strict = await runCli([...args, '--strict']);
  expect(strict.code).toBe(1);
  expect(strict.stdout.split('\n')[0]).toMatch(/^✗ The receiver /);
});

it('the JSON summary carries the cause, and each line its remedy', async () => {
  const app = await startWithFlaw('verifies-latin-1');
  const { summary, lines } = await runContractTest(['--to', app.url, '--only', 'bytes']);
  expect(summary).toMatchObject({ cause: { id: 'body-encoded' } });
  const { cause } = Object(summary);
  expect(lines.filter((line) => Object(line).remedy === cause.remedy)).toHaveLength(2);
});
