import type { LogtoUser } from '../../src/logto/payloads.ts';
import { ada, userCreated } from '../testing/payloads.ts';
import {
  userDeleted,
  userPartUpdated,
  userSuspended,
  userUpdated,
} from '../testing/user-payloads.ts';
import type { UserEvent } from './apply.ts';

/** A change of a user. */
export type Change =
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'custom-data'; readonly content: Record<string, unknown> }
  | { readonly kind: 'profile'; readonly content: Record<string, unknown> }
  | { readonly kind: 'suspend'; readonly isSuspended: boolean }
  | { readonly kind: 'delete' };

/**
 * Returns the events that Logto sends for a user's changes, in order.
 * @param stepMs the time between two changes
 */
export function eventsOf(changes: readonly Change[], stepMs: number): UserEvent[] {
  let user: LogtoUser = ada;
  let time = ada.createdAt;
  const events: UserEvent[] = [userCreated()];
  for (const change of changes) {
    time += stepMs;
    const { event, after } = eventOf(change, user, time);
    events.push(event);
    user = { ...after, updatedAt: time };
    if (change.kind === 'delete') break;
  }
  return events;
}

function eventOf(
  change: Change,
  user: LogtoUser,
  time: number,
): { event: UserEvent; after: LogtoUser } {
  switch (change.kind) {
    case 'rename': {
      const after = { ...user, name: change.name };
      return { event: userUpdated(after, time), after };
    }
    case 'custom-data': {
      const after = { ...user, customData: change.content };
      return { event: userPartUpdated('custom-data', change.content, time + 17), after };
    }
    case 'profile': {
      const after = { ...user, profile: change.content };
      return { event: userPartUpdated('profile', change.content, time + 17), after };
    }
    case 'suspend': {
      const after = { ...user, isSuspended: change.isSuspended };
      return { event: userSuspended(change.isSuspended, time, after), after };
    }
    case 'delete':
      return { event: userDeleted(time, user), after: user };
  }
}
