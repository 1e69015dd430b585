import { plainText } from '../../cli/output/text/plain-text.ts';
import type { ContractReport } from '../result.ts';
import { type Fact, factsOfCause, failuresOf } from './facts.ts';
import { type PrettyOptions, renderFact, renderOutput, renderSnippet } from './pretty-parts.ts';

/** A terminal has at least 24 rows, and the last one is for the prompt. */
const rows = 23;
/** Lines of the receiver's output that are shown if there is no code. */
const outputLines = 4;

/**
 * Returns the report of a receiver that refuses every event: the cause, its evidence and its remedy, with
 * the code that fixes it or what the receiver printed, on one screen.
 * @param summary the last line
 */
export function renderTotalFailure(
  report: ContractReport,
  options: PrettyOptions,
  summary: string,
): string[] {
  const { style } = options;
  const [result] = failuresOf(report);
  if (!result) return [summary];
  const { cause, check } = result;
  const headline =
    cause?.message ?? 'The receiver refuses every event, and no experiment found the cause.';
  const [[name, evidence], ...others]: readonly [Fact, ...Fact[]] = cause
    ? [
        ['Evidence', plainText(cause.evidence).trim()],
        ...factsOfCause(cause).filter(([fact]) => fact === 'Remedy'),
      ]
    : [
        ['Response', plainText(result.answered)],
        [
          'Remedy',
          'Make sure that the receiver has the signing key of this run, the likeliest cause; then compare your code with this receiver, which accepts every delivery.',
        ],
      ];
  const code = renderSnippet(result, report, options);
  const skipped = report.results.length - 1;
  return fitScreen({
    headline: style.red(`✗ ${style.bold(plainText(headline).trim())}`),
    evidence: renderFact(name, evidence, options),
    remedy: others.flatMap(([fact, text]) => renderFact(fact, text, options)),
    code: code.length > 0 ? code : renderOutput(report, options, outputLines),
    note: style.dim(
      `${check.id} failed; ${skipped} other ${skipped === 1 ? 'check was' : 'checks were'} not run.`,
    ),
    summary,
  });
}

interface Screen {
  readonly headline: string;
  readonly evidence: readonly string[];
  readonly remedy: readonly string[];
  /** Begins with an empty line. */
  readonly code: readonly string[];
  readonly note: string;
  readonly summary: string;
}

/** Leaves out empty lines, then the note, then the end of the evidence, until the rest fits. */
function fitScreen({ headline, evidence, remedy, code, note, summary }: Screen): string[] {
  const body = [...evidence, ...remedy, ...code];
  const spacious = [headline, '', ...body, '', note, '', summary];
  if (spacious.length <= rows) return spacious;
  const dense = [headline, ...body, note, summary];
  if (dense.length <= rows) return dense;
  const solid = code.filter((line) => line !== '');
  const rest = [...remedy, ...solid, summary];
  const room = Math.max(1, rows - 1 - rest.length);
  return [headline, ...evidence.slice(0, room), ...rest];
}
