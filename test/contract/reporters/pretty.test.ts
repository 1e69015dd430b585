import { expect, it } from 'vitest';
import { renderContractProgress, renderPretty } from '../../../src/contract/reporters/pretty.ts';
import type { ContractReport } from '../../../src/contract/result.ts';
import { receiverSnippets } from '../../../src/contract/snippets/snippets.ts';
import {
  causedReport,
  cleanReport,
  describeCheck,
  namedStyle,
  plainStyle,
  result,
  sampleReport,
} from '../../helpers/report.ts';

function render(report: ContractReport, columns = 80): string[] {
  return renderPretty(report, { style: plainStyle, columns });
}

const code = receiverSnippets.express.code.replace(/^/gm, '    ');

it("reporter pretty prints a tree, each failure with its remedy, the receiver's output and the count", () => {
  expect(render(sampleReport()).join('\n')).toBe(
    `✗ 2 checks failed: rejects/unsigned, rejects/wrong-key

accepts
  ✓ accepts/PostRegister  4.3 ms
  - accepts/scenarios             no organizations here #1

rejects
  ✗ rejects/unsigned      4.3 ms  100% <b>&"'</b> # TODO |x| \`y\` \\ : , ]]> red …
  ✗ rejects/wrong-key     4.3 ms  200

bytes
  ! bytes/whitespace       1.2 s  401

behaves
  ✓ behaves/survives      4.3 ms

✗ rejects/unsigned
  Sent      sent for rejects/unsigned
  Response  100% <b>&"'</b> # TODO |x| \`y\` \\ : , ]]> red ::error::x ##[error]x
  Why       Why rejects/unsigned matters.
  Remedy    Fix rejects/unsigned.

    // Express
${code}

✗ rejects/wrong-key
  Sent      sent for rejects/wrong-key
  Response  200
  Why       Why rejects/wrong-key matters.
  Remedy    Fix rejects/wrong-key.
            The code is the same as for rejects/unsigned.

! bytes/whitespace
  Sent      sent for bytes/whitespace
  Response  401
  Why       Why bytes/whitespace matters.
  Remedy    Fix bytes/whitespace.

Receiver output
  │ listening
  │ 100% <b>&"'</b> # TODO |x| \`y\` \\ : , ]]> red
  │ ::error::x ##[error]x

2 passed, 2 failed, 1 warning, 1 skipped  in 2.3 s`,
  );
});

it("reporter pretty points to the code for all frameworks if the receiver's is not recognized", () => {
  const lines = render(sampleReport({ framework: null }));
  expect(lines.filter((line) => line.includes('docs/checks.md#code'))).toHaveLength(1);
});

it('reporter pretty begins with the cause and names its checks once', () => {
  const lines = render(causedReport());
  expect(lines.slice(0, 7)).toEqual([
    '✗ The handler fails on User.Created.',
    '',
    '  Evidence  User.Created as Logto sends it: 500',
    '  Remedy    Fix the handler.',
    '  Checks    accepts/User.Created, accepts/User.Deleted',
    '',
    'accepts',
  ]);
  expect(lines.join('\n').match(/Remedy/g)).toHaveLength(1);
});

it('reporter pretty gives the whole reason of a skipped check', () => {
  const reason =
    'We have no organizations, and never will have any; ask Ada before you change this.';
  const check = describeCheck('accepts/Organization.Created');
  const lines = render(
    sampleReport({ results: [result(check, { status: 'skipped', answered: reason })] }),
  );
  expect(lines.slice(0, 4)).toEqual([
    'accepts',
    '  - accepts/Organization.Created          We have no organizations, and never',
    '                                          will have any; ask Ada before you',
    '                                          change this.',
  ]);
});

it.each([40, 80, 200])('reporter pretty fits %i columns', (columns) => {
  const lines = render(sampleReport({ output: null }), columns);
  for (const line of lines.filter((one) => !code.includes(one))) {
    expect(line.length).toBeLessThanOrEqual(Math.max(columns, 60));
  }
});

it('reporter pretty colors results green, yellow and red', () => {
  const lines = renderPretty(sampleReport(), {
    style: namedStyle,
    columns: 80,
  });
  expect(lines[3]).toContain('<green>✓</green>');
  expect(lines).toContain('<red>✗ <bold>rejects/unsigned</bold></red>');
  expect(lines).toContain('<yellow>! <bold>bytes/whitespace</bold></yellow>');
  expect(lines.at(-1)).toBe(
    '<green>2 passed</green>, <red>2 failed</red>, <yellow>1 warning</yellow>, 1 skipped<dim>  in 2.3 s</dim>',
  );
});

it('reporter pretty shows a warning as a failure if strict', () => {
  const lines = render({ ...cleanReport(), strict: true });
  expect(lines).toContain('✗ bytes/whitespace');
  expect(lines.at(-1)).toBe('2 passed, 0 failed, 1 warning (strict: failed), 1 skipped  in 2.3 s');
});

it("reporter pretty omits the receiver's output if the run did not fail", () => {
  expect(render(cleanReport()).join('\n')).not.toContain('listening');
});

it('reporter pretty shows progress on one line', () => {
  expect(renderContractProgress(12, 63, 'tolerates/large-payload', 80)).toBe(
    '12/63  tolerates/large-payload',
  );
  expect(renderContractProgress(12, 63, 'tolerates/large-payload', 20)).toBe('12/63  tolerate…');
});
