import type { Terminal } from '../../cli/terminal/index.ts';
import type { Inspection, InspectionOptions } from './start.ts';

interface Wishes {
  readonly inspect?: number | boolean | undefined;
  readonly json?: true | undefined;
  readonly output: 'pretty' | 'compact' | 'quiet';
}

/** By default where somebody looks, and not a script. */
export function isInspectorEnabled(
  { inspect, json }: Wishes,
  { out, err }: Pick<Terminal, 'out' | 'err'>,
): boolean {
  return inspect === undefined ? !json && (out.isTTY || err.isTTY) : inspect !== false;
}

/** Where somebody sits at a keyboard and sees each delivery. */
export function areKeysEnabled(
  { json, output }: Wishes,
  { hasScreen }: Pick<Terminal, 'hasScreen'>,
): boolean {
  return !json && output !== 'quiet' && hasScreen;
}

/** The session behind inspector and keys; where neither is wanted, nothing is kept in memory. */
export async function prepareInspection(
  options: InspectionOptions & { readonly flags: Wishes },
  terminal: Terminal,
): Promise<Inspection | undefined> {
  const { flags } = options;
  if (!isInspectorEnabled(flags, terminal) && !areKeysEnabled(flags, terminal)) return undefined;
  const { createInspection } = await import('./start.ts');
  return createInspection(options);
}
