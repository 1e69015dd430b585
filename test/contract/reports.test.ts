import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { XMLParser } from 'fast-xml-parser';
import { Parser } from 'tap-parser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { expressReceivers } from '../receivers/frameworks/express.ts';
import { listen } from '../receivers/frameworks/framework.ts';
import { signingKey } from '../receivers/receiver.ts';

let server: Awaited<ReturnType<typeof expressReceivers.start>>;
beforeAll(async () => {
  server = await expressReceivers.start();
});
afterAll(() => server.close());

const schema = readFileSync(path.resolve(import.meta.dirname, 'reporters/junit.xsd'), 'utf8');

/** Two checks that fail, one as a warning, one that is skipped, and one that passes. */
const args = [
  ...['test', '--only', 'bytes/charset,bytes/whitespace,tolerates,accepts/PostSignIn'],
  ...['--skip', 'bytes/whitespace', '-e', 'PostSignIn,Organization.Membership.Updated'],
];

type Outcome = 'passed' | 'failed' | 'warned' | 'skipped';

function sorted(outcomes: Iterable<readonly [string, Outcome]>): Record<string, Outcome> {
  return Object.fromEntries([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readJson(ndjson: string) {
  const checks = parseLines(ndjson).filter(({ type }) => type === 'check');
  return sorted(
    checks.map(({ id, status, severity }) => {
      const outcome = status === 'failed' && severity === 'warn' ? 'warned' : status;
      return [id as string, outcome as Outcome];
    }),
  );
}

function readJunit(xml: string) {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'testcase' || name === 'testsuite',
  });
  const suites: Record<string, unknown>[] = parser.parse(xml).testsuites.testsuite;
  return sorted(
    suites.flatMap((suite) =>
      (suite.testcase as Record<string, string>[]).map((test): [string, Outcome] => {
        const isWarning = String(suite['system-out']).includes(`Warning: ${test.name}\n`);
        const plain = isWarning ? 'warned' : 'passed';
        const outcome = 'failure' in test ? 'failed' : 'skipped' in test ? 'skipped' : plain;
        return [test.name ?? '', outcome];
      }),
    ),
  );
}

function readTap(text: string) {
  const outcomes: [string, Outcome][] = [];
  const parser = new Parser({ strict: true });
  parser.on('assert', ({ name, ok, todo, skip }) => {
    outcomes.push([name, skip ? 'skipped' : ok ? 'passed' : todo ? 'warned' : 'failed']);
  });
  parser.end(text);
  return sorted(outcomes);
}

function readPretty(text: string) {
  const outcomes = { '✓': 'passed', '✗': 'failed', '!': 'warned', '-': 'skipped' } as const;
  const lines = [...text.matchAll(/^ {2}([✓✗!-]) (\S+\/\S+)/gm)];
  return sorted(
    lines.map(([, mark, id = '']) => [id, outcomes[mark as keyof typeof outcomes]] as const),
  );
}

it('test writes the same results to several reports in one run', async () => {
  const cwd = temporaryDirectory();
  const summary = path.join(cwd, 'summary.md');
  const { code, stdout } = await runCli(
    [
      ...[...args, '--to', `${server.origin}/charset-and-limit`],
      ...['--reporter', 'pretty,github,json,junit,tap', '--output-file', 'json=report.ndjson'],
      ...['--output-file', 'junit=report.xml', '--output-file', 'tap=report.tap'],
    ],
    { cwd, env: { LOGTO_WEBHOOK_SIGNING_KEY: signingKey, GITHUB_STEP_SUMMARY: summary } },
  );
  expect(code).toBe(1);
  const read = (name: string) => readFileSync(path.join(cwd, name), 'utf8');
  const facts = readJson(read('report.ndjson'));
  expect(facts).toMatchObject({
    'accepts/PostSignIn': 'passed',
    'bytes/charset': 'warned',
    'bytes/whitespace': 'skipped',
    'tolerates/large-payload': 'failed',
    'tolerates/unknown-event': 'passed',
  });
  expect(Object.keys(facts)).toHaveLength(11);
  expect(readJunit(read('report.xml'))).toEqual(facts);
  expect(readTap(read('report.tap'))).toEqual(facts);
  expect(readPretty(stdout)).toEqual(facts);

  const { valid } = await validateXML({
    xml: [{ fileName: 'report.xml', contents: read('report.xml') }],
    schema: [schema],
  });
  expect(valid).toBe(true);

  const commands = stdout.split('\n').filter((line) => line.startsWith('::'));
  expect(commands.map((line) => line.replace(/::(Sent|\d).*/, ''))).toEqual([
    '::error title=tolerates/large-payload',
    '::warning title=bytes/charset',
    '::notice title=logto-hooks test',
  ]);
  expect(read('summary.md')).toContain('#### ❌ tolerates/large-payload\n');
});

it('test reports that a receiver ended, and what it printed', async () => {
  const port = await findFreePort();
  const serve = path.resolve(import.meta.dirname, '../receivers/mortal.ts');
  const tsx = import.meta.resolve('tsx');
  const { code, stdout } = await runCli(
    [
      ...['test', '--to', `http://127.0.0.1:${port}/`, '--reporter', 'json'],
      ...['--start', `"${process.execPath}" --import "${tsx}" "${serve}"`],
    ],
    { env: { LOGTO_WEBHOOK_SIGNING_KEY: signingKey } },
  );
  expect(code).toBe(1);
  const outcomes = Object.entries(readJson(stdout));
  expect(outcomes.filter(([, outcome]) => outcome === 'failed').map(([id]) => id)).toEqual([
    'behaves/survives',
    'rejects/truncated-signature',
  ]);
  expect(parseLines(stdout).at(-1)?.output).toMatch(
    /^The receiver is listening\.\nRangeError: Input buffers must have the same byte length$/m,
  );
});

/** Returns a free port, for a receiver that gets it in PORT. */
async function findFreePort(): Promise<number> {
  const { origin, close } = await listen(createServer());
  await close();
  return Number(new URL(origin).port);
}
