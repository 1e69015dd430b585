import { roundLatency } from '../../cli/output/text/numbers.ts';
import { type CheckResult, type ContractReport, tally } from '../result.ts';
import { outputOf, toCauseRecord } from './facts.ts';

/** Returns the line of one check, which can be printed as soon as the check ends. */
export function toCheckRecord({
  check,
  severity,
  status,
  sent,
  answered,
  remedy,
  durationMs,
}: CheckResult) {
  return {
    type: 'check',
    id: check.id,
    severity,
    status,
    why: check.why,
    sent,
    answered,
    remedy,
    durationMs: roundLatency(durationMs),
  };
}

/** Returns the last line of a run; `output` is that of a started receiver if the run failed. */
export function toSummaryRecord(report: ContractReport) {
  const output = outputOf(report);
  return {
    type: 'summary',
    ...tally(report.results),
    cause: toCauseRecord(report.cause),
    to: report.to,
    durationMs: roundLatency(report.durationMs),
    ...(output.length > 0 ? { output: output.join('\n') } : {}),
  };
}

/** Returns the report as NDJSON. */
export function renderJson(report: ContractReport): string[] {
  return [...report.results.map(toCheckRecord), toSummaryRecord(report)].map((record) =>
    JSON.stringify(record),
  );
}
