import type { Terminal } from '../../cli/terminal/index.ts';
import type { Inspection, InspectionOptions } from './start.ts';

interface InspectorFlags {
  readonly inspect?: number | boolean | undefined;
  readonly json?: true | undefined;
  readonly output: 'pretty' | 'compact' | 'quiet';
}

/** Returns whether to serve the inspector: as the flag says, or when a person watches the terminal. */
export function isInspectorEnabled(
  { inspect, json }: InspectorFlags,
  { out, err }: Pick<Terminal, 'out' | 'err'>,
): boolean {
  return inspect === undefined ? !json && (out.isTTY || err.isTTY) : inspect !== false;
}

/** Returns whether to read keys: in an interactive terminal that shows deliveries. */
export function areKeysEnabled(
  { json, output }: InspectorFlags,
  { hasScreen }: Pick<Terminal, 'hasScreen'>,
): boolean {
  return !json && output !== 'quiet' && hasScreen;
}

/** Creates the store of deliveries behind the inspector and the keys, or undefined when both are off. */
export async function prepareInspection(
  options: InspectionOptions & { readonly flags: InspectorFlags },
  terminal: Terminal,
): Promise<Inspection | undefined> {
  const { flags } = options;
  if (!isInspectorEnabled(flags, terminal) && !areKeysEnabled(flags, terminal)) return undefined;
  const { createInspection } = await import('./start.ts');
  return createInspection(options);
}
