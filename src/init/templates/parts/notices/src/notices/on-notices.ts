import type { Context, Handle, Handler } from '../receiver/handler.ts';
import {
  type DescribeOptions,
  describeAlarm,
  describeMembership,
  describeRole,
  describeUser,
  detail,
} from './describe.ts';
import type { Notice } from './notice.ts';

/** Tells people of something, such as by a message in a channel. */
export type Tell = (notice: Notice, context: Context) => Promise<void>;

/**
 * The handles of a channel: new and deleted users, suspensions, changes of roles and memberships,
 * lockouts. Describe one more event here, and every channel tells of it.
 * @param isWanted which events the channel wants to be told of
 */
export function onNotices(
  options: DescribeOptions,
  isWanted: (event: string) => boolean,
  tell: Tell,
) {
  const told =
    <P extends { readonly event: string }>(
      describe: (payload: P) => Notice | undefined,
    ): Handle<P> =>
    async (payload, context) => {
      const notice = isWanted(payload.event) ? describe(payload) : undefined;
      if (notice) await tell(notice, context);
    };

  return {
    'User.Created': told((payload) => describeUser('New user', payload, options)),
    'User.Deleted': told((payload) => describeUser('User deleted', payload, options)),
    'User.SuspensionStatus.Updated': told((payload) => {
      const title = payload.data.isSuspended ? 'User suspended' : 'User may sign in again';
      return describeUser(title, payload, options);
    }),

    'Role.Created': told((payload) => describeRole('Role created', payload)),
    'Role.Deleted': told((payload) => describeRole('Role deleted', payload)),
    'Role.Data.Updated': told((payload) => describeRole('Role changed', payload)),
    'Role.Scopes.Updated': told((payload) =>
      describeRole('Permissions of a role changed', payload, payload.data),
    ),
    'OrganizationRole.Created': told((payload) =>
      describeRole('Organization role created', payload),
    ),
    'OrganizationRole.Deleted': told((payload) =>
      describeRole('Organization role deleted', payload),
    ),
    'OrganizationRole.Data.Updated': told((payload) =>
      describeRole('Organization role changed', payload),
    ),
    'OrganizationRole.Scopes.Updated': told((payload) =>
      describeRole('Permissions of an organization role changed', payload),
    ),
    'Organization.Membership.Updated': told((payload) => describeMembership(payload, options)),

    'Identifier.Lockout': told((payload) => {
      const identifier = detail('Identifier', payload.type);
      return describeAlarm('Locked out', payload, payload.value, identifier, options);
    }),
    'Message.RateLimited': told((payload) => {
      const action = detail('Action', payload.action);
      return describeAlarm('Too many codes asked for', payload, payload.recipient, action, options);
    }),
  } satisfies Handler['on'];
}
