import process from 'node:process';
import type { Receiver } from './receiver/receiver.ts';
import { startReceiver } from './receiver/start.ts';

// Next.js bundles each route by itself, so a variable of this module would exist more than once.
const shared: typeof globalThis & { logtoReceiver?: Promise<Receiver> } = globalThis;

/** The receiver of this process, started when it is first asked for. */
export function getReceiver(): Promise<Receiver> {
  shared.logtoReceiver ??= startReceiver(process.env);
  return shared.logtoReceiver;
}
