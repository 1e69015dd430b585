import { Parser } from 'tap-parser';
import { expect, it } from 'vitest';
import { renderTap } from '../../../src/contract/reporters/tap.ts';
import type { ContractReport } from '../../../src/contract/result.ts';
import { receiverSnippets } from '../../../src/contract/snippets/snippets.ts';
import { causedReport, cleanReport, sampleReport } from '../../helpers/report.ts';

/** Parses the report in strict mode, in which anything that is not TAP fails. */
function harness(report: ContractReport) {
  const lines = renderTap(report);
  const comments: string[] = [];
  const points: {
    ok: boolean;
    name: string;
    todo: boolean | string;
    skip: boolean | string;
    diag: Record<string, unknown>;
    time: number | null;
  }[] = [];
  const parser = new Parser({ strict: true });
  parser.on('comment', (comment: string) => comments.push(comment.trim()));
  parser.on('assert', (point) => points.push(point));
  let summary: unknown;
  parser.on('complete', (results) => {
    summary = results;
  });
  parser.end(`${lines.join('\n')}\n`);
  return { lines, comments, points, summary };
}

it('reporter tap prints TAP 14', () => {
  const { lines, summary } = harness(sampleReport());
  expect(lines[0]).toBe('TAP version 14');
  expect(summary).toMatchObject({ ok: false, count: 6, fail: 3, todo: 1, skip: 1, bailout: false });
  expect(summary).toMatchObject({ plan: { start: 1, end: 6 } });
});

it('reporter tap passes a warning as TODO', () => {
  const { points, summary } = harness(cleanReport());
  expect(summary).toMatchObject({ ok: true, todo: 1 });
  expect(points.find(({ ok }) => !ok)).toMatchObject({ name: 'bytes/whitespace' });
});

it('reporter tap fails a warning if strict', () => {
  expect(harness({ ...cleanReport(), strict: true }).summary).toMatchObject({ ok: false, todo: 0 });
});

it('reporter tap gives the facts of a failure as YAML', () => {
  const { points } = harness(sampleReport());
  expect(points[2]).toMatchObject({ ok: false, name: 'rejects/unsigned', time: 4.25 });
  expect(points[2]?.diag).toEqual({
    severity: 'error',
    why: 'Why rejects/unsigned matters.',
    sent: 'sent for rejects/unsigned',
    answered: '100% <b>&"\'</b> # TODO |x| `y` \\ : , ]]> red ::error::x ##[error]x ',
    remedy: 'Fix rejects/unsigned.',
    snippets: { express: `${receiverSnippets.express.code}\n` },
  });
  expect(points[0]?.time).toBe(4.25);
});

it('reporter tap gives the reason of a skipped check', () => {
  expect(harness(sampleReport()).points[1]).toMatchObject({
    ok: true,
    name: 'accepts/scenarios',
    skip: 'no organizations here #1',
  });
});

it("reporter tap ends with the receiver's output if the run failed", () => {
  expect(harness(sampleReport()).comments).toContain('# | listening');
  expect(harness(cleanReport()).comments.join()).not.toContain('listening');
});

it('reporter tap prints TAP without any check', () => {
  expect(harness(sampleReport({ results: [] })).summary).toMatchObject({ ok: true, count: 0 });
});

it('reporter tap gives the cause of a failure', () => {
  const { cause } = causedReport();
  const { points } = harness(causedReport());
  expect(points.map(({ diag }) => diag?.cause)).toEqual([cause, cause, undefined]);
});
