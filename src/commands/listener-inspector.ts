import type { Terminal } from '../terminal.ts';
import type { Inspection, InspectionOptions } from './inspection.ts';

/** An inspector, unless `--no-inspect`; by default only where somebody looks, and not a script. */
export async function prepareInspection(
  options: InspectionOptions & { readonly flags: { readonly json?: true | undefined } },
  { out, err }: Pick<Terminal, 'out' | 'err'>,
): Promise<Inspection | undefined> {
  const { inspect, json } = options.flags;
  const isWanted = inspect ?? (!json && (out.isTTY || err.isTTY));
  if (isWanted === false) return undefined;
  const { createInspection } = await import('./inspection.ts');
  return createInspection(options);
}
