import type { Style } from '../../src/cli/terminal/index.ts';
import type {
  CheckDescription,
  CheckResult,
  ContractReport,
  Group,
  Severity,
} from '../../src/contract/result.ts';
import type { RootCause } from '../../src/contract/root-cause/root-cause.ts';

const same = (text: string) => text;

/** A style without colors. */
export const plainStyle: Style = {
  level: 0,
  bold: same,
  dim: same,
  red: same,
  green: same,
  yellow: same,
  magenta: same,
  cyan: same,
};

/** A style that writes tags: `<red>text</red>`. */
export const namedStyle: Style = {
  level: 1,
  bold: tag('bold'),
  dim: tag('dim'),
  red: tag('red'),
  green: tag('green'),
  yellow: tag('yellow'),
  magenta: tag('magenta'),
  cyan: tag('cyan'),
};

function tag(name: string) {
  return (text: string) => `<${name}>${text}</${name}>`;
}

/** Creates the description of a check. */
export function describeCheck(
  id: `${Group}/${string}`,
  severity: Severity = 'error',
  more: Partial<CheckDescription> = {},
): CheckDescription {
  const [group] = id.split('/') as [Group];
  return {
    id,
    group,
    severity,
    why: `Why ${id} matters.`,
    sends: 'something',
    remedy: `Fix ${id}.`,
    ...more,
  };
}

/** Creates a check result; by default, passed. */
export function result(check: CheckDescription, more: Partial<CheckResult> = {}): CheckResult {
  return {
    check,
    severity: check.severity,
    status: 'passed',
    sent: `sent for ${check.id}`,
    answered: '200',
    remedy: check.remedy,
    cause: null,
    sameAs: null,
    durationMs: 4.25,
    ...more,
  };
}

/** Marks a check that has code snippets. */
const snippets = { express: '' };

/** A response with escapes, markup, directives and commands of every report format. */
export const hostile =
  '100% <b>&"\'</b> # TODO |x| `y` \\ : , ]]> \u001b[31mred\u001b[0m\u0000\u0008\r\n::error::x ##[error]x \ud83d';

/** Creates a report with passed, failed, warned and skipped checks of a hostile receiver. */
export function sampleReport(more: Partial<ContractReport> = {}): ContractReport {
  return {
    to: 'http://127.0.0.1:3000/hook?a=1&b=2',
    startedAt: new Date('2026-08-05T10:15:30.123Z'),
    durationMs: 2345,
    strict: false,
    results: [
      result(describeCheck('accepts/PostRegister')),
      result(describeCheck('accepts/scenarios'), {
        status: 'skipped',
        answered: 'no organizations here #1',
        durationMs: 0,
      }),
      result(describeCheck('rejects/unsigned', 'error', { snippets }), {
        status: 'failed',
        answered: hostile,
      }),
      result(describeCheck('rejects/wrong-key', 'error', { snippets }), { status: 'failed' }),
      result(describeCheck('bytes/whitespace', 'warn'), {
        status: 'failed',
        answered: '401',
        durationMs: 1234.5678,
      }),
      result(describeCheck('behaves/survives')),
    ],
    cause: null,
    refusesEverything: false,
    framework: 'express',
    output: `listening\n${hostile}\n`,
    ...more,
  };
}

/** Creates a report without failed checks. */
export function cleanReport(): ContractReport {
  const report = sampleReport();
  return {
    ...report,
    results: report.results.filter(({ status, severity }) => {
      return status !== 'failed' || severity === 'warn';
    }),
  };
}

/** Creates a report with two failures that have one cause. */
export function causedReport(): ContractReport {
  const cause: RootCause = {
    id: 'handler-failed',
    message: 'The handler fails on User.Created.',
    evidence: 'User.Created as Logto sends it: 500',
    remedy: 'Fix the handler.',
  };
  const failure = { status: 'failed', cause, remedy: cause.remedy } as const;
  return sampleReport({
    cause,
    output: null,
    results: [
      result(describeCheck('accepts/User.Created'), failure),
      result(describeCheck('accepts/User.Deleted'), { ...failure, sameAs: 'accepts/User.Created' }),
      result(describeCheck('behaves/survives')),
    ],
  });
}
