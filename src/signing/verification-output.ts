import type { Style } from '../cli/terminal/index.ts';
import type { Diagnosis } from '../core/diagnosis/cause.ts';

/**
 * Returns the lines that report a verification.
 * @param diagnosis why it does not match; null when it does
 * @param bytes the size of the body
 */
export function renderVerification(
  diagnosis: Diagnosis | null,
  bytes: number,
  style: Style,
): string[] {
  const size = `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (!diagnosis) return [`${style.green('valid')} The signature matches the body (${size}).`];
  const { cause, message, remedy } = diagnosis;
  return [`${style.red('invalid')} ${message} ${style.dim(`(${cause})`)}`, remedy];
}
