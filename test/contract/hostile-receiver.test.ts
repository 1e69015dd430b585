import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { contract } from '../../src/testing.ts';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { freePort } from '../helpers/free-port.ts';
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

/** A program that prints and responds with hostile text; with SOME, only to the events that are tested. */
const program = `
import { createServer } from 'node:http';
const text = ${JSON.stringify(hostileText)};
const printed = [text, '##[add-mask]x', '::error::x', '  ::add-mask::x'].join('\\n');
createServer(async (request, response) => {
  console.log(printed);
  let body = '';
  for await (const chunk of request) body += chunk;
  const isTested = /PostRegister|User.Created|PostSignIn"/.test(body);
  if (process.env.SOME && !isTested) return response.end();
  response.writeHead(500, { 'x-hostile': ${JSON.stringify(hostileHeader)} });
  if (body.includes('PostRegister')) response.end(${JSON.stringify(links)});
  else if (body.includes('User.Created')) response.end('##[add-mask]x ::error::x');
  else response.end(text);
}).listen(process.env.PORT, '127.0.0.1');
`;

/** Runs a few checks against it. @param reports `pretty,json=report`: one with a file goes there */
async function runTest(reports: string, env: Readonly<Record<string, string>> = {}) {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, 'app.mjs'), program);
  const summary = path.join(cwd, 'summary.md');
  const to = ['--to', `http://127.0.0.1:${await freePort()}/`, '--start', 'node app.mjs'];
  const only = ['--only', 'accepts/PostSignIn,accepts/PostRegister,accepts/User.Created'];
  const names = reports.split(',').map((report) => report.split('=')[0]);
  const files = reports.split(',').filter((report) => report.includes('='));
  const output = files.flatMap((file) => ['--output-file', file]);
  const finished = await runCli(
    ['test', ...to, ...only, '--reporter', names.join(), ...output, '--signing-key', signingKey],
    { cwd, env: { ...hostileEnvironment, GITHUB_STEP_SUMMARY: summary, ...env } },
  );
  expect(finished).toMatchObject({ code: 1, stderr: expect.not.stringContaining('error') });
  const read = (file: string) => readFileSync(path.join(cwd, file), 'utf8');
  return { ...finished, read, markdown: () => readFileSync(summary, 'utf8') };
}

function expectNoLink(markdown: string): void {
  expectHarmless(markdown.replaceAll('##[', '').replace(/^ +::/gm, ''));
  const html = micromark(markdown, {
    ...{ extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true },
  });
  expect(html).toContain('evil.example');
  expect(html).not.toMatch(/<a |href=/);
  expect(html.replace(/<!-- -->/g, '')).toContain(links);
}

function expectOnlyOwnCommands(stdout: string): void {
  const own =
    /^::(error|warning) title=[\w/.-]+::(Sent|Cause): |^::notice title=logto-hooks test::/;
  const groups = ['::group::Receiver output', '::endgroup::'];
  const foreign = stdout.split('\n').filter((line) => !own.test(line) && !groups.includes(line));
  expectHarmless(foreign.join('\n'));
  const commands = stdout.split('\n').filter((line) => workflowCommand(line) !== undefined);
  expect(commands.length).toBeGreaterThan(3);
  expect(stdout).not.toContain('##[');
}

describe('a hostile receiver', () => {
  it('makes no reporter print a command, a link or an escape sequence', async () => {
    const all = 'pretty,github,json=report.json,junit=report.xml,tap=report.tap';
    const { stdout, stderr, read, markdown } = await runTest(all);
    expectOnlyOwnCommands(stdout);
    expectHarmless(stderr);
    expectNoLink(markdown());
    for (const file of ['report.json', 'report.xml', 'report.tap']) {
      expect(read(file)).not.toBe('');
      expect(read(file)).not.toMatch(/(?![\t\n])\p{Cc}|\p{Bidi_Control}/u);
    }
  });

  it('that accepts some events makes pretty print nothing that a terminal or runner obeys', async () => {
    const { stdout, stderr } = await runTest('pretty', { SOME: '1' });
    expectHarmless(stdout);
    expectHarmless(stderr);
  });

  it('has its text kept in JSON, harmlessly', async () => {
    const { stdout, stderr } = await runTest('json', { SOME: '1' });
    expectHarmless(stdout);
    expectHarmless(stderr);
    expect(JSON.stringify(parseLines(stdout))).toContain('##[add-mask]x');
  });

  it('has its text kept in JUnit, harmlessly', async () => {
    const { stdout } = await runTest('junit', { SOME: '1' });
    expectHarmless(stdout);
    expect(XMLValidator.validate(stdout)).toBe(true);
    const parser = new XMLParser({ ignoreAttributes: false, htmlEntities: true });
    expect(JSON.stringify(parser.parse(stdout))).toMatch(/##\[add-mask\]x.*::error::x/);
  });

  it('makes TAP print nothing that a terminal or runner obeys', async () => {
    const { stdout, stderr } = await runTest('tap', { SOME: '1' });
    expectHarmless(stdout);
    expectHarmless(stderr);
  });
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
