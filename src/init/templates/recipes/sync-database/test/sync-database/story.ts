import type { LogtoUser } from '../../src/logto/payloads.ts';
import {
  ada,
  userCreated,
  userDeleted,
  userPartUpdated,
  userSuspended,
  userUpdated,
} from '../testing/payloads.ts';
import type { UserEvent } from './apply.ts';

/** What may happen to a user, as the Management API or the user does it. */
export type Change =
  | { readonly kind: 'rename'; readonly name: string }
  | { readonly kind: 'custom-data'; readonly content: Record<string, unknown> }
  | { readonly kind: 'profile'; readonly content: Record<string, unknown> }
  | { readonly kind: 'suspend'; readonly isSuspended: boolean }
  | { readonly kind: 'delete' };

/**
 * The events Logto sends for one user's story, in order: each carries the user as it was then, but
 * for the routes that send a part alone.
 * @param stepMs how much later each change is; 0 makes all of them in the same millisecond
 */
export function storyOf(changes: readonly Change[], stepMs: number): UserEvent[] {
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
