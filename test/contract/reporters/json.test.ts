import { expect, it } from 'vitest';
import { renderJson } from '../../../src/contract/reporters/json.ts';
import { causedReport, cleanReport, hostile, sampleReport } from '../../helpers/report.ts';

it('reporter json prints a line per check and a summary', () => {
  const records = renderJson(sampleReport()).map((line) => JSON.parse(line));
  expect(records.map(({ type }) => type)).toEqual([...Array(6).fill('check'), 'summary']);
  expect(records[2]).toEqual({
    type: 'check',
    id: 'rejects/unsigned',
    severity: 'error',
    status: 'failed',
    why: 'Why rejects/unsigned matters.',
    sent: 'sent for rejects/unsigned',
    answered: JSON.parse(JSON.stringify(hostile)),
    remedy: 'Fix rejects/unsigned.',
    durationMs: 4.25,
  });
  expect(records[6]).toMatchObject({
    type: 'summary',
    passed: 2,
    failed: 2,
    warned: 1,
    skipped: 1,
    to: 'http://127.0.0.1:3000/hook?a=1&b=2',
    durationMs: 2345,
    cause: null,
    output: expect.stringContaining('listening'),
  });
});

it("reporter json omits the receiver's output if the run did not fail", () => {
  expect(renderJson(cleanReport()).at(-1)).not.toContain('listening');
});

it('reporter json has the cause in the summary and its remedy in each failure', () => {
  const report = causedReport();
  const records = renderJson(report).map((line) => JSON.parse(line));
  expect(records.at(-1)?.cause).toEqual(report.cause);
  expect(records.slice(0, 2).map(({ remedy }) => remedy)).toEqual([
    'Fix the handler.',
    'Fix the handler.',
  ]);
});
