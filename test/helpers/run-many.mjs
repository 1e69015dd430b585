import process from 'node:process';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';

// Runs command lines, each in a thread with an environment of its own, and sends what they print.

const [bin] = process.argv.slice(2);

process.on('message', async ({ id, args, env }) => {
  const options = { argv: args, env: { ...process.env, ...env } };
  const worker = new Worker(bin, { ...options, stdin: true, stdout: true, stderr: true });
  worker.stdin.end();
  const ended = new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject));
  const [stdout, stderr, code] = await Promise.all([
    ...[text(worker.stdout), text(worker.stderr)],
    ended.catch((error) => `crashed: ${error.stack}`),
  ]);
  process.send({ id, stdout, stderr, code });
});
