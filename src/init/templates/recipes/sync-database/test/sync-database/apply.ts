import type { LogtoPayloads } from '../../src/logto/payloads.ts';
import type { Handler } from '../../src/receiver/handler.ts';
import { createTestContext } from '../testing/context.ts';

export type UserEvent = LogtoPayloads[
  | 'User.Created'
  | 'User.Data.Updated'
  | 'User.SuspensionStatus.Updated'
  | 'User.Deleted'];

/** Passes one event to a handler. Returns what was logged. */
export async function apply(handler: Handler, payload: UserEvent): Promise<readonly string[]> {
  const { context, lines } = createTestContext(payload);
  const { on = {} } = handler;
  switch (payload.event) {
    case 'User.Created':
      await on[payload.event]?.(payload, context);
      break;
    case 'User.Data.Updated':
      await on[payload.event]?.(payload, context);
      break;
    case 'User.SuspensionStatus.Updated':
      await on[payload.event]?.(payload, context);
      break;
    case 'User.Deleted':
      await on[payload.event]?.(payload, context);
      break;
  }
  return lines;
}
