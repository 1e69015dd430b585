// Runs the built command from a Node.js script, as Windows users do. The script itself runs on Windows.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, it as test } from 'node:test';

const root = path.resolve(import.meta.dirname, '..', '..');
const cli = path.join(root, 'bin', 'logto-hooks.js');
export const signingKey = 'mZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cA';

/** Milliseconds that one command may take. */
const longest = 45_000;

const environment = { ...process.env, NO_COLOR: '1', LOGTO_WEBHOOK_SIGNING_KEY: undefined };

const children = [];
after(() => {
  for (const child of children) child.kill();
});

/** Defines a test that fails instead of hanging. */
export function it(name, run) {
  test(name, { timeout: 60_000 }, run);
}

/** Creates a directory whose path has spaces, parentheses and letters beyond ASCII, with files in it. */
export function project(files = {}) {
  const parent = mkdtempSync(path.join(tmpdir(), 'hooks-'));
  const directory = path.join(parent, 'Grüße an 日本 (x86)');
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return directory;
}

/** Starts the command. */
export function start(words, { cwd = project(), env = {} } = {}) {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd,
    env: { ...environment, ...env },
    stdio: 'pipe',
  });
  children.push(child);
  return child;
}

/** Runs the command. Returns its exit code and output; fails if it does not end. */
export async function run(words, { input = '', ...options } = {}) {
  const child = start(words, options);
  const timer = setTimeout(() => child.kill(), longest);
  child.stdin.on('error', () => {}).end(input);
  const [stdout, stderr, [code, signal]] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    once(child, 'close'),
  ]);
  clearTimeout(timer);
  const result = {
    code,
    stdout: String(Buffer.concat(stdout)),
    stderr: String(Buffer.concat(stderr)),
  };
  if (signal) throw new Error(`'${words.join(' ')}' did not end: ${JSON.stringify(result)}`);
  return result;
}

/** Runs the command and returns its standard output; fails unless it exits with this code. */
export async function output(words, options = {}, expected = 0) {
  const { code, stdout, stderr } = await run(words, options);
  if (code === expected) return stdout;
  throw new Error(
    `'${words.join(' ')}' exited with ${code}: ${stdout.slice(-2000)}${stderr.slice(-2000)}`,
  );
}

/** Runs the command with wrong input and returns its error message; fails unless it exits with 2. */
export async function complaint(words, options) {
  const { code, stdout, stderr } = await run(words, options);
  if (code === 2) return stderr;
  throw new Error(
    `'${words.join(' ')}' exited with ${code}: ${stdout.slice(-2000)}${stderr.slice(-2000)}`,
  );
}

/** Starts `listen --json` on a free port and waits until it is ready. */
export async function listen(words, options) {
  const flags = ['listen', '--json', '--port', '0', '--signing-key', signingKey, ...words];
  const child = start(flags, options);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The listener exited: ${stderr}`);
    return JSON.parse(value);
  };
  const { url, inspector } = await next();
  const end = async () => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  };
  return { url, inspector, next, end, child };
}

/** Starts an HTTP server on a free port. Returns its URL and the requests it received. */
export async function serve(respond = (_, response) => response.end()) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    requests.push({ headers: request.headers, body });
    respond(request, response, body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, requests, server };
}

/** Sends a signed body. Returns the status of the response. */
export async function post(url, body) {
  const signature = createHmac('sha256', signingKey).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'logto-signature-sha-256': signature };
  const [response] = await once(request(url, { method: 'POST', headers }).end(body), 'response');
  response.resume();
  return response.statusCode;
}

/** Returns a port that nothing listens on. */
export async function freePort() {
  const { server } = await serve();
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until a condition holds. */
export async function until(condition) {
  const end = Date.now() + longest;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Never true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
