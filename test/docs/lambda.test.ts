import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { fixture, sign } from '../../src/index.ts';
import { type MadeProject, makeProject } from '../helpers/project.ts';
import { isThorough } from '../helpers/thorough.ts';
import { readBlocks } from './pages.ts';

const [direct = '', withQueue = ''] = readBlocks()
  .filter(({ text }) => text.startsWith('// src/lambda.ts'))
  .map(({ text }) => text);

/** Fails for one event, and never ends for another. */
const handler = `import type { Handler } from '../receiver/handler.ts';
export function createExample(): Handler {
  return {
    name: 'example',
    onEvery: async ({ event }) => {
      if (event === 'User.Deleted') throw new Error('not yet');
      if (event === 'PostSignIn') await new Promise(() => {});
    },
  };
}`;

/** Writes a module into a project and runs it. Returns what it prints as JSON in its last line. */
async function runModule({ directory, signingKey }: MadeProject, source: string): Promise<unknown> {
  writeFileSync(path.join(directory, 'src/run.ts'), source);
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/run.ts'], {
    cwd: directory,
    env: { ...process.env, LOGTO_WEBHOOK_SIGNING_KEY: signingKey, QUEUE_URL: 'https://queue' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  expect(code, output).toBe(0);
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
}

/** Returns the event that API Gateway and function URLs pass, in payload format 2.0. */
function httpEvent(body: string, signature: string, isBase64Encoded: boolean) {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/webhooks/logto',
    rawQueryString: '',
    headers: {
      'content-length': `${Buffer.byteLength(body)}`,
      'content-type': 'application/json',
      host: 'id.lambda-url.eu-central-1.on.aws',
      'logto-signature-sha-256': signature,
      'user-agent': 'Logto (https://logto.io/)',
    },
    requestContext: {
      domainName: 'id.lambda-url.eu-central-1.on.aws',
      http: { method: 'POST', path: '/webhooks/logto', protocol: 'HTTP/1.1' },
      stage: '$default',
    },
    body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded,
  };
}

describe.runIf(isThorough)('the AWS Lambda examples', () => {
  it('verify text and base64 bodies, and acknowledge only what is handled or queued', async () => {
    const project = await makeProject('-t', 'node');
    const write = (file: string, source: string) =>
      writeFileSync(path.join(project.directory, 'src', file), source);
    write('handlers/example.ts', handler);
    // A limit that a test can wait for.
    write('direct.ts', direct.replace('8_000', '1_500'));
    write('with-queue.ts', withQueue.replace('@aws-sdk/client-sqs', './sqs.ts'));
    write(
      'sqs.ts',
      `export const messages: { messageId: string; body: string }[] = [];
      export class SendMessageCommand {
        readonly input: { QueueUrl: string; MessageBody: string };
        constructor(input: { QueueUrl: string; MessageBody: string }) { this.input = input; }
      }
      export class SQSClient {
        async send({ input }: SendMessageCommand) {
          messages.push({ messageId: String(messages.length), body: input.MessageBody });
        }
      }`,
    );
    const eventOf = (payload: object, isBase64Encoded: boolean, key = project.signingKey) => {
      const body = JSON.stringify(payload);
      return httpEvent(body, sign(body, key), isBase64Encoded);
    };
    const created = { ...fixture('User.Created'), note: 'Zoë 🎉' };
    const events = [
      eventOf(created, false),
      eventOf({ ...created, again: true }, true),
      eventOf(created, true, 'another key'),
      eventOf(fixture('PostSignIn'), false),
      eventOf(fixture('User.Deleted'), true),
    ];
    const result = await runModule(
      project,
      `import process from 'node:process';
      import { handler } from './direct.ts';
      import { messages } from './sqs.ts';
      import { receive, work } from './with-queue.ts';
      const events = ${JSON.stringify(events)};
      const statuses = async (call: (event: (typeof events)[number]) => Promise<{ statusCode: number }>) =>
        (await Promise.all(events.map(call))).map(({ statusCode }) => statusCode);
      const direct = await statuses(handler);
      const queued = await statuses(receive);
      const ready = messages.filter(({ body }) => !body.includes('PostSignIn'));
      const { batchItemFailures } = await work({ Records: ready });
      console.log(JSON.stringify({ direct, queued, messages: messages.length, batchItemFailures }));
      process.exit(0);`,
    );
    expect(result).toEqual({
      direct: [200, 200, 401, 503, 503],
      queued: [200, 200, 401, 200, 200],
      messages: 4,
      batchItemFailures: [{ itemIdentifier: '3' }],
    });
  });
});
