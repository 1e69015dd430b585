import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, it, onTestFinished } from 'vitest';
import { runCli, startCli, temporaryDirectory } from '../helpers/cli.ts';
import { runContractTest, startFlawed } from '../helpers/contract.ts';
import { eventually } from '../helpers/eventually.ts';
import { freePort } from '../helpers/free-port.ts';
import { signingKey } from '../receivers/receiver.ts';

const key = ['--signing-key', signingKey];

/** Creates a project whose receiver is a grandchild, started by a script in a shell. */
function project(atRequest = ''): string {
  const cwd = temporaryDirectory();
  writeFileSync(
    path.join(cwd, 'app.mjs'),
    `import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
console.log('my key is', key);
createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const signature = request.headers['logto-signature-sha-256'];
  ${atRequest}
  const isRight = signature === createHmac('sha256', key).update(body).digest('hex');
  response.writeHead(request.method !== 'POST' ? 405 : isRight ? 200 : 401).end();
}).listen(process.env.PORT, '127.0.0.1', () => writeFileSync('pid', String(process.pid)));
`,
  );
  writeFileSync(path.join(cwd, 'run.sh'), `${JSON.stringify(process.execPath)} app.mjs & wait\n`);
  return cwd;
}

function pidIn(cwd: string): number {
  return Number(readFileSync(path.join(cwd, 'pid'), 'utf8'));
}

/** Returns whether a process is running; a zombie is not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return existsSync('/proc/self') ? false : (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return code;
}

const only = ['--only', 'rejects,behaves/survives'];

it('test --start starts a receiver with key and port, tests it and stops all its processes', async () => {
  const cwd = project();
  const args = ['--to', `${await freePort()}`, '--start', 'sh run.sh', ...only];
  const { code, failed, stderr } = await runContractTest(args, { cwd });
  expect([code, failed, stderr]).toEqual([0, [], '']);
  expect(isRunning(pidIn(cwd))).toBe(false);
});

it.skipIf(process.platform !== 'linux')(
  'test --start ends even if a process in another session keeps the output open',
  async () => {
    const cwd = project();
    const start = 'setsid sleep 600 & echo $! > helper; sh run.sh';
    const args = ['--to', `${await freePort()}`, '--start', start, ...only];
    onTestFinished(() => {
      process.kill(Number(readFileSync(path.join(cwd, 'helper'), 'utf8')), 'SIGKILL');
    });
    const { code, failed } = await runContractTest(args, { cwd });
    expect([code, failed]).toEqual([0, []]);
    expect(isRunning(pidIn(cwd))).toBe(false);
  },
);

it('test --start reports what ended the receiver and what it printed, without the key', async () => {
  const cwd = project('if (signature?.length === 4) process.exit(3);');
  const args = ['--to', `${await freePort()}`, '--start', 'sh run.sh', ...only];
  const { code, failed, summary, stdout } = await runContractTest(args, { cwd });
  expect(failed).toEqual(['rejects/truncated-signature', 'behaves/survives']);
  expect(summary?.output).toMatch(/^my key is <signing key>$/m);
  expect(stdout).not.toContain(signingKey);
  expect(code).toBe(1);
});

const isCreated = 'body.includes(\'"User.Created"\')';
const fail = "throw new TypeError('user is undefined')";
const pause = (milliseconds: number) =>
  `await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));`;

it.each([
  ['immediately', `if (${isCreated}) ${fail};`],
  // So slow that events are sent concurrently.
  ['after a while', `${pause(60)} if (${isCreated}) ${fail};`],
  [
    'when the connection is already closed',
    `if (${isCreated}) {
      request.socket.server.once('connection', () => { ${fail}; });
      return request.socket.destroy();
    }`,
  ],
])('test --start names the event that ends the receiver %s, and its error', async (_, flaw) => {
  const cwd = project(flaw);
  const some = ['--only', 'accepts/Post*,accepts/User.*,rejects'];
  const args = ['--to', `${await freePort()}`, '--start', 'sh run.sh', ...key, ...some];
  const { code, stdout } = await runCli(['test', ...args], { cwd });
  expect(code).toBe(1);
  expect(stdout.split('\n')[0]).toBe(
    '✗ The receiver ended when it got User.Created: TypeError: user is undefined',
  );
  expect(stdout).toMatch(/Checks +accepts\/User\.Created, behaves\/survives/);
  expect(stdout).toMatch(/^ {2}✓ accepts\/PostRegister /m);
  expect(stdout).toMatch(/^ {2}- \d+ checks skipped: The receiver no longer accepts/m);
  expect(stdout.match(/^ {2}Remedy /gm)).toHaveLength(1);
});

it('test --start names the forged delivery that ends the receiver after it broke off', async () => {
  const cwd = project(`if (signature?.length === 4) {
    request.socket.server.once('connection', () => { ${fail}; });
    return request.socket.destroy();
  }`);
  const args = ['--to', `${await freePort()}`, '--start', 'sh run.sh', ...only];
  const { failed, summary } = await runContractTest(args, { cwd });
  expect(failed).toEqual(['rejects/truncated-signature', 'behaves/survives']);
  expect(summary?.cause).toMatchObject({
    message: 'The receiver ended during rejects/truncated-signature: TypeError: user is undefined',
  });
});

it('test --start names the event after whose response the receiver ends', async () => {
  // Without connections that are kept open, the next delivery is refused.
  const cwd = project(`response.setHeader('connection', 'close');
  if (${isCreated}) {
    request.socket.server.close();
    return response.writeHead(200).end(() => { ${fail}; });
  }`);
  const args = ['--to', `${await freePort()}`, '--start', 'sh run.sh', ...key];
  const { code, stdout } = await runCli(['test', ...args], { cwd });
  expect(code).toBe(1);
  expect(stdout.split('\n')[0]).toBe(
    '✗ The receiver ended after it had responded to User.Created: TypeError: user is undefined',
  );
  expect(stdout.match(/^ {2}Remedy /gm)).toHaveLength(1);
});

it('test --start blames no check if the receiver ends only while several run', async () => {
  const cwd = project(`globalThis.running = (globalThis.running ?? 0) + 1;
  ${pause(60)}
  if (running > 1) throw new RangeError('too many');
  running--;`);
  const args = ['--to', `${await freePort()}`, '--start', 'sh run.sh', '--only', 'accepts/Role.*'];
  const { code, failed, lines, summary } = await runContractTest(args, { cwd });
  expect([code, failed]).toEqual([1, ['behaves/survives']]);
  expect(lines.filter(({ status }) => status === 'passed').length).toBeGreaterThan(0);
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  expect(summary?.cause).toMatchObject({
    id: 'receiver-ended',
    message: expect.stringMatching(
      /^The receiver ended while \d+ checks ran at the same time: RangeError: too many$/,
    ),
    remedy: expect.stringMatching(
      /^Repeated one at a time, none of these checks ended the receiver/,
    ),
  });
});

it('test --start says that the receiver did not start a second time', async () => {
  const cwd = project(`${pause(60)} if (${isCreated}) ${fail};`);
  const start = 'test ! -e lock && touch lock && sh run.sh';
  const args = ['--to', `${await freePort()}`, '--start', start, '--only', 'accepts/User.*'];
  const { failed, summary } = await runContractTest(args, { cwd });
  expect(failed).toEqual(['behaves/survives']);
  expect(summary?.cause).toMatchObject({
    id: 'receiver-ended',
    remedy: expect.stringMatching(/it did not start a second time/),
  });
});

it('test fails if the receiver ends after its last response', async () => {
  const cwd = project(`response.setHeader('connection', 'close');
  if (request.method === 'GET' && signature) {
    request.socket.server.close();
    return response.writeHead(405).end(() => { ${fail}; });
  }`);
  const some = ['--only', 'behaves/get-not-accepted,behaves/survives'];
  const args = ['--to', `${await freePort()}`, '--start', 'sh run.sh', ...some];
  const { code, failed, summary } = await runContractTest(args, { cwd });
  expect([code, failed]).toEqual([1, ['behaves/survives']]);
  expect(summary?.cause).toMatchObject({
    message: expect.stringMatching(
      /^The receiver ended after it had responded to a delivery \(GET, as after/,
    ),
  });
});

const interrupted = { SIGINT: 130, SIGTERM: 130, SIGHUP: 129, SIGQUIT: 131, SIGUSR2: 140 } as const;

it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const)(
  'test --start leaves no process behind after %s',
  async (signal) => {
    const cwd = project("if (body.includes('Scope.Deleted')) { console.log('here'); return; }");
    const child = startCli(
      [
        'test',
        '--json',
        ...key,
        '--to',
        `${await freePort()}`,
        '--start',
        'sh run.sh',
        '--only',
        'accepts',
      ],
      { cwd },
    );
    const pid = await eventually(() => pidIn(cwd) || expect.fail('no pid yet'));
    expect(isRunning(pid)).toBe(true);
    child.kill(signal);
    expect(await ended(child)).toBe(interrupted[signal]);
    // After a signal that ends the command, all are killed; the system needs a moment to reap them.
    await eventually(() => expect(isRunning(pid)).toBe(false));
  },
);

it('test --start shows the output of a command that ends before it responds', async () => {
  const start = 'echo out; echo err >&2; exit 7';
  const args = ['test', ...key, '--to', `${await freePort()}`, '--start', start];
  const { code, stdout, stderr } = await runCli(args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^ {2}out$/m);
  expect(stderr).toMatch(/^ {2}err$/m);
  expect(stderr).toMatch(/^error: 'echo out.*' ended \(exit code 7\) before it responded/m);
});

it('test --start does not point to output if there was none', async () => {
  const args = ['test', ...key, '--to', `${await freePort()}`, '--start', 'exit 3'];
  const { code, stderr } = await runCli(args);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: 'exit 3' ended \(exit code 3\) .* It printed nothing\.\n$/);
});

it('test --start stops a command that does not respond in time', async () => {
  const cwd = temporaryDirectory();
  const start = 'echo $$ > pid; sleep 600';
  const args = ['test', ...key, '--to', `${await freePort()}`, '--start', start, '--wait', '300ms'];
  const { code, stderr } = await runCli(args, { cwd });
  expect(stderr).toMatch(/did not answer at localhost:\d+ within 0\.3 s\. Give it more time/);
  expect(code).toBe(2);
  expect(isRunning(pidIn(cwd))).toBe(false);
});

it('test --start refuses a port that is in use', async () => {
  const { url } = await startFlawed();
  const { code, stderr } = await runCli(['test', ...key, '--to', url, '--start', 'true']);
  expect(stderr).toMatch(/^error: Another process already listens at 127\.0\.0\.1:\d+\./);
  expect(code).toBe(2);
});
