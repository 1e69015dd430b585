import type { Context, Handle, Handler } from '../receiver/handler.ts';
import {
  type DescribeOptions,
  // #since 1.34
  describeAlarm,
  // #end
  // #since 1.40
  describeMembership,
  // #end
  describeRole,
  describeUser,
  // #since 1.34
  detail,
  // #end
} from './describe.ts';
import type { Notice } from './notice.ts';

/** Sends a notice, for example as a message to a channel. */
export type Notify = (notice: Notice, context: Context) => Promise<void>;

/**
 * Returns the handlers that notify a channel of new and deleted users, suspensions, changes of roles and
 * memberships, and lockouts. Every channel sends the events that are described here.
 * @param isWanted returns whether the channel wants an event
 */
export function noticeHandlers(
  options: DescribeOptions,
  isWanted: (event: string) => boolean,
  notify: Notify,
) {
  const notifyOf =
    <P extends { readonly event: string }>(
      describe: (payload: P) => Notice | undefined,
    ): Handle<P> =>
    async (payload, context) => {
      const notice = isWanted(payload.event) ? describe(payload) : undefined;
      if (notice) await notify(notice, context);
    };

  return {
    'User.Created': notifyOf((payload) => describeUser('New user', payload, options)),
    'User.Deleted': notifyOf((payload) => describeUser('User deleted', payload, options)),
    'User.SuspensionStatus.Updated': notifyOf((payload) => {
      const title = payload.data.isSuspended ? 'User suspended' : 'User reactivated';
      return describeUser(title, payload, options);
    }),

    'Role.Created': notifyOf((payload) => describeRole('Role created', payload)),
    'Role.Deleted': notifyOf((payload) => describeRole('Role deleted', payload)),
    'Role.Data.Updated': notifyOf((payload) => describeRole('Role changed', payload)),
    'Role.Scopes.Updated': notifyOf((payload) =>
      describeRole('Role permissions changed', payload, payload.data),
    ),
    'OrganizationRole.Created': notifyOf((payload) =>
      describeRole('Organization role created', payload),
    ),
    'OrganizationRole.Deleted': notifyOf((payload) =>
      describeRole('Organization role deleted', payload),
    ),
    'OrganizationRole.Data.Updated': notifyOf((payload) =>
      describeRole('Organization role changed', payload),
    ),
    'OrganizationRole.Scopes.Updated': notifyOf((payload) =>
      describeRole('Organization role permissions changed', payload),
    ),
    // #since 1.40
    'Organization.Membership.Updated': notifyOf((payload) => describeMembership(payload, options)),
    // #end
    // #since 1.34

    'Identifier.Lockout': notifyOf((payload) => {
      const identifier = detail('Identifier', payload.type);
      return describeAlarm('Locked out', payload, payload.value, identifier, options);
    }),
    // #end
    // #since 1.41
    'Message.RateLimited': notifyOf((payload) => {
      const action = detail('Action', payload.action);
      return describeAlarm('Too many codes requested', payload, payload.recipient, action, options);
    }),
    // #end
  } satisfies Handler['on'];
}
