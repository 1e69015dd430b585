import { plainText } from '../../cli/output/text/plain-text.ts';
import { escapeCommands } from '../../cli/output/text/workflow-commands.ts';
import { type CheckResult, type ContractReport, type Group, isFatal } from '../result.ts';
import { byGroup, factsOf, outputOf, snippetOf } from './facts.ts';

/**
 * Returns the report as JUnit XML, one `<testsuite>` for each group. It is valid against Ant's schema
 * (https://github.com/windyroad/JUnit-Schema) and those of Jenkins (junit-4.xsd, junit-10.xsd of
 * https://github.com/jenkinsci/xunit-plugin), so it only uses what all of them allow.
 *
 * A check that only warns is a passed test: JUnit has no warnings, and a warning must not fail a build. Its
 * text is in the `<system-out>` of its suite. With `strict` it is a `<failure>`. The output of a started
 * receiver is in the `<system-err>` of the first suite that failed.
 */
export function renderJunit(report: ContractReport): string[] {
  const suites = byGroup(report.results);
  const firstFailed = suites.find(({ results }) =>
    results.some((result) => isFatal(result, report.strict)),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites.flatMap(({ group, results }, id) => {
      const printed = group === firstFailed?.group ? outputOf(report) : [];
      return renderSuite(report, { group, results, id, printed });
    }),
    '</testsuites>',
  ].flatMap((text) => text.split('\n'));
}

interface Suite {
  readonly group: Group;
  readonly results: readonly CheckResult[];
  readonly id: number;
  /** The receiver's output. */
  readonly printed: readonly string[];
}

function renderSuite(report: ContractReport, { group, results, id, printed }: Suite): string[] {
  const { to, startedAt, strict, cause } = report;
  const warnings = results.filter(
    (result) => result.status === 'failed' && !isFatal(result, strict),
  );
  const skipped = results.filter(({ status }) => status === 'skipped').length;
  const suite = attributes({
    name: group,
    package: 'logto-hooks',
    id,
    tests: results.length,
    failures: results.filter((result) => isFatal(result, strict)).length,
    errors: 0,
    // Older schemas of Ant lack it, so it is omitted if nothing was skipped.
    ...(skipped > 0 ? { skipped } : {}),
    time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    timestamp: startedAt.toISOString().slice(0, 19),
    hostname: 'localhost',
  });
  return [
    `  <testsuite ${suite}>`,
    '    <properties>',
    `      <property ${attributes({ name: 'to', value: to })}/>`,
    ...(cause ? [`      <property ${attributes({ name: 'cause', value: cause.id })}/>`] : []),
    '    </properties>',
    ...results.flatMap((result) => renderCase(result, report)),
    `    <system-out>${escapeXml(warnings.map((result) => explainWarning(result, report)).join('\n\n'))}</system-out>`,
    `    <system-err>${escapeXml(printed.join('\n'))}</system-err>`,
    '  </testsuite>',
  ];
}

function renderCase(result: CheckResult, report: ContractReport): string[] {
  const { check, severity, status, answered, cause, durationMs } = result;
  const test = attributes({
    name: check.id,
    classname: `logto-hooks.${check.group}`,
    time: seconds(durationMs),
  });
  if (status === 'skipped') {
    return [
      `    <testcase ${test}>`,
      `      <skipped>${escapeXml(plainText(answered))}</skipped>`,
      '    </testcase>',
    ];
  }
  if (!isFatal(result, report.strict)) return [`    <testcase ${test}/>`];
  const failure = attributes({ message: plainText(cause?.message ?? answered), type: severity });
  return [
    `    <testcase ${test}>`,
    `      <failure ${failure}>${escapeXml(explain(result, report))}</failure>`,
    '    </testcase>',
  ];
}

function explainWarning(result: CheckResult, report: ContractReport): string {
  return `Warning: ${result.check.id}\n${explain(result, report)}`;
}

/** Returns the facts, one per line, and the code. */
function explain(result: CheckResult, report: ContractReport): string {
  const snippet = snippetOf(result, report);
  return [
    ...factsOf(result).map(([name, fact]) => `${name}: ${fact}`),
    ...(snippet ? ['', `${snippet.title}:`, '', ...snippet.lines] : []),
  ].join('\n');
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeXml(String(value)).replace(/[\t\n\r]/g, ' ')}"`)
    .join(' ');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** C1 controls, and characters that XML 1.0 forbids even escaped (https://www.w3.org/TR/xml/#charsets). */
const notXml = /[^\t\n\r\u{20}-\u{7e}\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
};

function escapeXml(text: string): string {
  const escaped = text
    .replace(notXml, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');
  return escapeCommands(escaped, (character) => `&#${character.charCodeAt(0)};`);
}
