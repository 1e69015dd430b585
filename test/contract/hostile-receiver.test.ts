import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { contract } from '../../src/testing.ts';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import {
  expectHarmless,
  hostileEnvironment,
  hostileHeader,
  hostileText,
  workflowCommand,
} from '../helpers/hostile.ts';
import { signingKey } from '../helpers/listener.ts';
import { startReceiver } from '../helpers/receiver.ts';

const links =
  'see https://evil.example/a http://u:p@evil.example www.evil.example a@evil.example @evil #1';

/** A receiver that prints and answers hostile text, as a program to start. */
const program = `
import { createServer } from 'node:http';
const text = ${JSON.stringify(hostileText)};
const printed = [text, '##[add-mask]x', '::error::x', '  ::add-mask::x'].join('\\n');
createServer(async (request, response) => {
  console.log(printed);
  let body = '';
  for await (const chunk of request) body += chunk;
  response.writeHead(500, { 'x-hostile': ${JSON.stringify(hostileHeader)} });
  if (body.includes('PostRegister')) response.end(${JSON.stringify(links)});
  else if (body.includes('User.Created')) response.end('##[add-mask]x ::error::x');
  else response.end(text);
}).listen(process.env.PORT, '127.0.0.1');
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** Runs a few checks against it, with some reporters. */
async function runTest(reporters: string, more: readonly string[] = []) {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, 'app.mjs'), program);
  const summary = path.join(cwd, 'summary.md');
  const to = ['--to', `http://127.0.0.1:${await freePort()}/`, '--start', 'node app.mjs'];
  const only = ['--only', 'accepts/PostSignIn,accepts/PostRegister,accepts/User.Created'];
  const finished = await runCli(
    ['test', ...to, ...only, '--reporter', reporters, '--signing-key', signingKey, ...more],
    { cwd, env: { ...hostileEnvironment, GITHUB_STEP_SUMMARY: summary } },
  );
  expect(finished).toMatchObject({ code: 1, stderr: expect.not.stringContaining('error') });
  return { ...finished, cwd, summary };
}

describe('a hostile receiver', () => {
  it.each(['pretty', 'json', 'junit', 'tap'])(
    'makes reporter %s print nothing that a terminal or runner obeys',
    async (reporter) => {
      const { stdout, stderr } = await runTest(reporter);
      expectHarmless(stdout);
      expectHarmless(stderr);
    },
  );

  it('keeps its text in JSON and JUnit', async () => {
    const json = await runTest('json');
    expect(JSON.stringify(parseLines(json.stdout))).toContain('##[add-mask]x');
    const junit = await runTest('junit');
    expect(XMLValidator.validate(junit.stdout)).toBe(true);
    const parser = new XMLParser({ ignoreAttributes: false, htmlEntities: true });
    expect(JSON.stringify(parser.parse(junit.stdout))).toMatch(/##\[add-mask\]x.*::error::x/);
  });

  it('makes pretty and github print no command but those of github', async () => {
    const { stdout } = await runTest('pretty,github');
    const own =
      /^::(error|warning) title=[\w/.-]+::(Sent|Cause): |^::notice title=logto-hooks test::/;
    const groups = ['::group::What the receiver printed', '::endgroup::'];
    const foreign = stdout.split('\n').filter((line) => !own.test(line) && !groups.includes(line));
    expectHarmless(foreign.join('\n'));
    const commands = stdout.split('\n').filter((line) => workflowCommand(line) !== undefined);
    expect(commands.length).toBeGreaterThan(3);
    expect(stdout).not.toContain('##[');
  });

  it('makes no link of the job summary', async () => {
    const { summary } = await runTest('github');
    const markdown = readFileSync(summary, 'utf8');
    expectHarmless(markdown.replaceAll('##[', '').replace(/^ +::/gm, ''));
    const html = micromark(markdown, {
      ...{ extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true },
    });
    expect(html).toContain('evil.example');
    expect(html).not.toMatch(/<a |href=/);
    expect(html.replace(/<!-- -->/g, '')).toContain(links);
  });

  it('writes report files without escape sequences', async () => {
    for (const reporter of ['pretty', 'json', 'junit', 'tap']) {
      const { cwd } = await runTest(reporter, ['--output-file', 'report']);
      const report = readFileSync(path.join(cwd, 'report'), 'utf8');
      expect(report).not.toBe('');
      expect(report).not.toMatch(/(?![\t\n])\p{Cc}|\p{Bidi_Control}/u);
    }
  }, 120_000);
});

it('makes contract() of the library fail with an error that a terminal can show', async () => {
  const app = await startReceiver((_, response) => response.writeHead(500).end(hostileText));
  const tests = new Map<string, () => Promise<void>>();
  const only = ['accepts/PostSignIn', 'rejects/unsigned'];
  contract(app.url, { signingKey, only, test: (name, run) => tests.set(name, run) });
  const run = tests.get('accepts/PostSignIn') ?? expect.fail('no such test');
  const error = await run().catch((reason: unknown) => reason);
  expect(String(error)).toContain('FOREIGN');
  expect(String(error)).not.toMatch(/(?![\t\n])\p{Cc}|\p{Bidi_Control}/u);
});
