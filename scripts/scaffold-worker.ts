import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { killGroup } from './scaffold-processes.ts';

const eventCount = 35;
const failureCount = 3;

/**
 * Starts a Cloudflare project in workerd, and checks that each of many events has its effect: one message
 * in Slack and one in Discord, although Slack fails at first.
 * @param port a free port
 * @param contractTest runs the contract test against a URL; returns what failed
 * @returns what went wrong, or undefined
 */
export async function checkWorker(
  directory: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  contractTest: (url: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const provider = await startProvider();
  const vars: Readonly<Record<string, string>> = {
    ...settings,
    SLACK_WEBHOOK_URL: `${provider.url}/slack`,
    DISCORD_WEBHOOK_URL: `${provider.url}/discord`,
    PLAUSIBLE_URL: provider.url,
  };
  const lines = Object.entries(vars).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(path.join(directory, '.dev.vars'), lines.join(''));
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    'npx',
    ['--no', 'wrangler', 'dev', '--ip', '127.0.0.1', '--port', `${port}`],
    {
      cwd: directory,
      env: {
        ...process.env,
        CI: '1',
        PATH: `${directory}/node_modules/node/bin:${process.env.PATH}`,
      },
      stdio: 'ignore',
      detached: true,
    },
  );
  try {
    await until(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true);
    await sendEvents(`${url}/webhooks/logto`, vars.LOGTO_WEBHOOK_SIGNING_KEY ?? '');
    const effects = () => ['/slack', '/discord'].map((place) => provider.users(place).size);
    await until(() => effects().every((count) => count === eventCount)).catch(() => {});
    if (effects().some((count) => count !== eventCount)) {
      return `Of ${eventCount} events, Slack got ${effects()[0]} and Discord ${effects()[1]}.`;
    }
    return await contractTest(`${url}/webhooks/logto`);
  } finally {
    killGroup(child);
    provider.close();
  }
}

/** Sends most events at the same time, and the rest one after another. */
async function sendEvents(url: string, key: string): Promise<void> {
  const fixture = path.join(import.meta.dirname, '../fixtures/User.Created/register.json');
  const payload = JSON.parse(readFileSync(fixture, 'utf8'));
  const send = async (number: number) => {
    const name = `Ada ${number}`;
    const body = JSON.stringify({ ...payload, data: { ...payload.data, id: `u${number}`, name } });
    const signature = createHmac('sha256', key).update(body).digest('hex');
    const headers = { 'logto-signature-sha-256': signature };
    const { status } = await fetch(url, { method: 'POST', body, headers });
    if (status !== 200) throw new Error(`An event got ${status}.`);
  };
  await Promise.all(Array.from({ length: eventCount - 10 }, (_, number) => send(number)));
  for (let number = eventCount - 10; number < eventCount; number += 1) await send(number);
}

async function startProvider() {
  const requests: { place: string; body: string }[] = [];
  let failures = failureCount;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const place = request.url?.split('?')[0] ?? '';
    const isFailure = place === '/slack' && failures > 0;
    if (isFailure) failures -= 1;
    else requests.push({ place, body });
    response.writeHead(isFailure ? 500 : 200).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    users: (wanted: string) =>
      new Set(
        requests
          .filter(({ place }) => place === wanted)
          .map(({ body }) => /Ada \d+/.exec(body)?.[0]),
      ),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Waits up to 90 s for a condition. @throws Error after that */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 90_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('The Worker does not respond.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
