import { readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { exportedHistory, segmentFiles } from '../helpers/history.ts';
import { startListener } from '../helpers/listener.ts';
import { post, postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';

const signIn = Buffer.from(
  '{"event":"PostSignIn","user":{"name":"Ada\\u001b[2J"},"n":9007199254740993}',
);

/** Returns a directory with three deliveries: a valid one, one that the app rejected, a forged one. */
async function someHistory(): Promise<string> {
  const cwd = temporaryDirectory();
  const app = await startReceiver(({ body }, response) => {
    const isGood = body.equals(signIn);
    response
      .writeHead(isGood ? 200 : 500, { 'x-app': 'yes' })
      .end(isGood ? 'fine' : '{"error":"no"}');
  });
  const { url } = await startListener(['-f', app.url], { cwd });
  await postSigned(url, signIn);
  await postSigned(url, Buffer.from('{"event":"User.Created"}'));
  await post(url, Buffer.from('{"event":"User.Deleted"}'));
  return cwd;
}

async function listed(cwd: string, ...args: string[]): Promise<Record<string, unknown>[]> {
  return parseLines((await runCli(['history', 'list', '--json', ...args], { cwd })).stdout);
}

describe('history list', () => {
  it('lists deliveries in columns, the newest last, with a summary of each', async () => {
    const { code, stdout, stderr } = await runCli(['history'], { cwd: await someHistory() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [first, second, third] = stdout.trimEnd().split('\n');
    expect(first).toMatch(/^✓ 200 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [0-9a-z]{8} PostSignIn {4}Ada /);
    expect(second).toMatch(/^! 500 .* User\.Created/);
    expect(third).toMatch(/^✗ 401 .* User\.Deleted {2}a user was deleted {2}no signature$/);
    expect(stdout).not.toContain('\u001b');
  });

  it('filters by event, failure and time', async () => {
    const cwd = await someHistory();
    const events = async (...args: string[]) =>
      (await listed(cwd, ...args)).map(({ event }) => event);
    expect(await events()).toEqual(['PostSignIn', 'User.Created', 'User.Deleted']);
    expect(await events('-e', 'User.*')).toEqual(['User.Created', 'User.Deleted']);
    expect(await events('--failed')).toEqual(['User.Created', 'User.Deleted']);
    expect(await events('--failed', '--limit', '1')).toEqual(['User.Deleted']);
    expect(await events('--limit', '2')).toEqual(['User.Created', 'User.Deleted']);
    expect(await events('--since', '1h')).toHaveLength(3);
    const none = await runCli(['history', '--since', '1ms'], { cwd });
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: 'None of 3 deliveries matches.\n' });
    const unknown = await runCli(['history', '-e', 'PostSingIn'], { cwd });
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('Did you mean PostSignIn?');
  });

  it("prints the lines of listen's NDJSON without headers and body", async () => {
    const [first] = await listed(await someHistory());
    expect(first).toMatchObject({
      type: 'delivery',
      via: 'http',
      event: 'PostSignIn',
      signature: 'valid',
      diagnosis: null,
      known: true,
      forward: { status: 200, error: null },
      responded: 200,
      replay: null,
    });
    expect(first).not.toHaveProperty('body');
    expect(first).not.toHaveProperty('headers');
  });

  it.each([['list'], ['list', '--json'], ['export'], ['clear']])(
    'history reports an empty history: %s %s',
    async (...args) => {
      expect(await runCli(['history', ...args])).toEqual({
        code: 0,
        signal: null,
        stdout: '',
        stderr:
          "The history is empty. 'logto-hooks listen' stores the deliveries that it receives.\n",
      });
    },
  );

  it('reports a truncated record and skips it', async () => {
    const cwd = await someHistory();
    const [file = ''] = segmentFiles(cwd);
    truncateSync(file, statSync(file).size - 10);
    const { code, stdout, stderr } = await runCli(['history'], { cwd });
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toBe(
      `! Skipped an incomplete record at the end of ${file}: its writer was stopped or is still writing.\n`,
    );
  });
});

describe('history show', () => {
  it('shows verification, headers, body and every attempt', async () => {
    const cwd = await someHistory();
    const ids = (await listed(cwd)).map(({ id }) => String(id));
    const show = async (id = '') => (await runCli(['history', 'show', id], { cwd })).stdout;
    const good = await show(ids[0]);
    expect(good).toMatch(/^✓ 200 PostSignIn/);
    expect(good).toContain('  content-type: application/json\n');
    expect(good).toContain('    "n": 9007199254740993\n');
    expect(good).toMatch(/Forwarded\n {2}✓ 200 http:.*\n(.*\n)* {2}x-app: yes\n(.*\n)* {2}fine\n/);
    expect(good).not.toContain('\u001b');
    const forged = await show(ids[2]?.slice(0, 6));
    expect(forged).toMatch(/^✗ 401 User\.Deleted {2}no signature/);
  });

  it('lists the ids that an ambiguous beginning matches', async () => {
    const cwd = await someHistory();
    const { code, stdout, stderr } = await runCli(['history', 'show', '_'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe("error: Unknown delivery '_'. Run 'logto-hooks history' for a list.\n");
  });
});

describe('history export', () => {
  it('writes everything to a file that only its owner can read', async () => {
    const cwd = await someHistory();
    const { stdout } = await runCli(['history', 'export', '--output-file', 'all.ndjson'], { cwd });
    const file = path.join(cwd, 'all.ndjson');
    expect(stdout).toBe('');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(parseLines(readFileSync(file, 'utf8'))).toEqual(await exportedHistory(cwd));
    expect(await exportedHistory(cwd)).toMatchObject([
      {
        body: signIn.toString(),
        attempts: [{ kind: 'forward', status: 200, response: { body: 'fine' } }],
      },
      { event: 'User.Created' },
      { event: 'User.Deleted', diagnosis: { cause: 'signature-missing' } },
    ]);
  });
});

describe('history clear', () => {
  it('removes nothing unless it is confirmed', async () => {
    const cwd = await someHistory();
    expect(await runCli(['history', 'clear'], { cwd })).toMatchObject({
      code: 2,
      stderr: 'error: This would delete 3 deliveries. Confirm with --yes.\n',
    });
    expect(segmentFiles(cwd)).toHaveLength(2);
    expect(await runCli(['history', 'clear', '--yes'], { cwd })).toMatchObject({
      code: 0,
      stderr: 'Deleted 3 deliveries.\n',
    });
    expect(segmentFiles(cwd)).toEqual([]);
  });
});

it('rejects an unknown subcommand of history', async () => {
  const { code, stderr } = await runCli(['history', 'lst']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "error: Unknown command 'history lst'. Did you mean list?\n",
  });
});
