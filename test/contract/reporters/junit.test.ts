import { readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { renderJunit } from '../../../src/contract/reporters/junit.ts';
import type { ContractReport } from '../../../src/contract/result.ts';
import { receiverSnippets } from '../../../src/contract/snippets/snippets.ts';
import { causedReport, cleanReport, sampleReport } from '../../helpers/report.ts';

const schema = readFileSync(path.join(import.meta.dirname, 'junit.xsd'), 'utf8');

function renderXml(report: ContractReport): string {
  return renderJunit(report).join('\n');
}

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly skipped?: string;
  readonly failure?: { readonly message: string; readonly type: string; readonly '#text': string };
}

interface Suite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly skipped?: string;
  readonly time: string;
  readonly testcase: readonly Case[];
  readonly 'system-out': string;
  readonly 'system-err': string;
}

function parse(xml: string): readonly Suite[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    isArray: (name) => name === 'testcase' || name === 'testsuite',
  });
  return parser.parse(xml).testsuites.testsuite;
}

it.each([
  ['failures', sampleReport()],
  ['failures, strictly', sampleReport({ strict: true })],
  ['warnings only', cleanReport()],
  ['no checks', sampleReport({ results: [] })],
  ['no output', sampleReport({ output: null })],
  ['a cause', causedReport()],
])('reporter junit is valid XML with %s', async (_, report) => {
  const { valid, rawOutput } = await validateXML({
    xml: [{ fileName: 'report.xml', contents: renderXml(report) }],
    schema: [schema],
  });
  expect(rawOutput).toContain('report.xml validates');
  expect(valid).toBe(true);
});

it('reporter junit has a suite per group, with its counts', () => {
  const suites = parse(renderXml(sampleReport()));
  expect(
    suites.map(({ name, tests, failures, skipped }) => [name, tests, failures, skipped]),
  ).toEqual([
    ['accepts', '2', '0', '1'],
    ['rejects', '2', '2', undefined],
    ['bytes', '1', '0', undefined],
    ['behaves', '1', '0', undefined],
  ]);
  expect(suites[2]?.time).toBe('1.235');
});

it('reporter junit has all facts of a failure', () => {
  const failure = parse(renderXml(sampleReport()))[1]?.testcase[0]?.failure;
  expect(failure?.type).toBe('error');
  expect(failure?.message).toMatch(/^100% <b>&"'<\/b> # TODO .* \]\]> red ::error::x/);
  for (const fact of [
    'Sent: sent for rejects/unsigned',
    'Response: 100% <b>&"\'</b>',
    'Why: Why rejects/unsigned matters.',
    'Remedy: Fix rejects/unsigned.',
    `Express:\n\n${receiverSnippets.express.code}`,
  ]) {
    expect(failure?.['#text']).toContain(fact);
  }
});

it('reporter junit passes a warning and prints it as output', () => {
  const bytes = parse(renderXml(sampleReport()))[2];
  expect(bytes?.testcase[0]?.failure).toBeUndefined();
  expect(bytes?.['system-out']).toContain('Warning: bytes/whitespace\n');
  expect(bytes?.['system-out']).toContain('Response: 401');
});

it('reporter junit fails a warning if strict', () => {
  const bytes = parse(renderXml(sampleReport({ strict: true })))[2];
  expect(bytes?.failures).toBe('1');
  expect(bytes?.testcase[0]?.failure?.type).toBe('warn');
  expect(bytes?.['system-out']).toBe('');
});

it('reporter junit gives the reason of a skipped check', () => {
  expect(parse(renderXml(sampleReport()))[0]?.testcase[1]?.skipped).toBe(
    'no organizations here #1',
  );
});

it("reporter junit has the receiver's output if the run failed", () => {
  const printed = parse(renderXml(sampleReport())).map((suite) => suite['system-err'] !== '');
  expect(printed).toEqual([false, true, false, false]);
  expect(renderXml(cleanReport())).not.toContain('listening');
});

it('reporter junit names the cause in the failures and as a property', () => {
  const xml = renderXml(causedReport());
  expect(xml).toContain('<property name="cause" value="handler-failed"/>');
  const [failure] = parse(xml)[0]?.testcase.flatMap((one) => one.failure ?? []) ?? [];
  expect(failure?.message).toBe('The handler fails on User.Created.');
  expect(failure?.['#text']).toContain('Evidence: User.Created as Logto sends it: 500');
});
