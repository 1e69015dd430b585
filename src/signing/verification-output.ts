import type { Style } from '../cli/terminal/index.ts';
import type { Diagnosis } from '../core/diagnosis/cause.ts';

/**
 * Returns the lines that report a verification.
 * @param diagnosis why it does not match; null when it does
 * @param bytes the size of the body
 * @param key the source of the key that matched, if there are several; else null
 */
export function renderVerification(
  diagnosis: Diagnosis | null,
  { bytes, key }: { readonly bytes: number; readonly key: string | null },
  style: Style,
): string[] {
  const size = `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (!diagnosis) {
    const matched = key === null ? '' : ` Key: ${key}.`;
    return [`${style.green('valid')} The signature matches the body (${size}).${matched}`];
  }
  const { cause, message, remedy } = diagnosis;
  return [`${style.red('invalid')} ${message} ${style.dim(`(${cause})`)}`, remedy];
}
