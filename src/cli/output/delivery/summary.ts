import { type EventName, isEventName } from '../../../core/logto/events.ts';
import { plainText } from '../text/plain-text.ts';
import {
  countPhrase,
  entityPhrase,
  type Fields,
  fieldsOf,
  listOf,
  shortId,
  textOf,
  userPhrase,
} from './payload-phrases.ts';

/** Characters that fit beside the time and the status on a line of a wide terminal. */
const longest = 90;

type Describe = (payload: Fields) => string;

/**
 * Returns who did what in a few words: `Ada Lovelace (u3k9…) signed in via SPA 'Shop'`. Never throws for any
 * payload; the text is safe to print and at most 90 characters long.
 */
export function summarize(event: string, payload: unknown): string {
  const fields = fieldsOf(payload);
  return plainText(describe(event, fields), longest);
}

function describe(event: string, payload: Fields): string {
  if (!isEventName(event)) return `an event unknown to this version: ${textOf(event) ?? 'no name'}`;
  // The Console's "Send test payload" button sends this in place of an entity.
  if (payload.path === '/fake-path/:id') return 'a test payload from the Console';
  return descriptions[event](payload);
}

const descriptions = {
  PostRegister: (payload) => `${actor(payload)} registered${via(payload)}`,
  PostSignIn: (payload) => `${actor(payload)} signed in${via(payload)}`,
  PostSignInAdaptiveMfaTriggered: (payload) =>
    `${actor(payload)} needs a second factor${because(payload)}`,
  PostResetPassword: (payload) => `${actor(payload)} reset the password${via(payload)}`,

  'User.Created': (payload) =>
    `${subject(payload)} was created${payload.interactionEvent === 'Register' ? ' by signing up' : ''}`,
  'User.Deleted': (payload) => `${subject(payload)} was deleted`,
  'User.Data.Updated': describeUserUpdate,
  'User.SuspensionStatus.Updated': describeSuspension,
  'TrustedDevice.Created': (payload) => `${deviceOwner(payload)} trusted a device`,
  'TrustedDevice.Deleted': (payload) => `a trusted device of ${deviceOwner(payload)} was removed`,

  'Role.Created': changed('role', 'created'),
  'Role.Deleted': changed('role', 'deleted'),
  'Role.Data.Updated': changed('role', 'updated'),
  'Role.Scopes.Updated': describeRoleScopes,
  'Scope.Created': changed('scope', 'created'),
  'Scope.Deleted': changed('scope', 'deleted', 'scopeId'),
  'Scope.Data.Updated': changed('scope', 'updated', 'scopeId'),

  'Organization.Created': changed('organization', 'created'),
  'Organization.Deleted': changed('organization', 'deleted'),
  'Organization.Data.Updated': changed('organization', 'updated'),
  'Organization.Membership.Updated': describeMembership,
  'OrganizationRole.Created': changed('organization role', 'created'),
  'OrganizationRole.Deleted': changed('organization role', 'deleted'),
  'OrganizationRole.Data.Updated': changed('organization role', 'updated'),
  'OrganizationRole.Scopes.Updated': (payload) => {
    const id = payload.organizationRoleId ?? fieldsOf(payload.params).id;
    return `scopes of ${entityPhrase('organization role', {}, id)} updated`;
  },
  'OrganizationScope.Created': changed('organization scope', 'created'),
  'OrganizationScope.Deleted': changed('organization scope', 'deleted'),
  'OrganizationScope.Data.Updated': changed('organization scope', 'updated'),

  'Identifier.Lockout': (payload) =>
    `${textOf(payload.value) ?? 'someone'} locked out after too many failed attempts`,
  'Message.RateLimited': (payload) =>
    `no more messages to ${textOf(payload.recipient) ?? 'a recipient'} for now: too many were sent`,
  'Grant.LimitExceeded': (payload) => {
    const user = userPhrase({}, payload.userId);
    return `${user} has too many grants${via(payload)}: ${listOf(payload.revokedGrantIds).length} revoked`;
  },
} as const satisfies Record<EventName, Describe>;

/** Returns the user of an interaction event. */
function actor(payload: Fields): string {
  return userPhrase(fieldsOf(payload.user), payload.userId);
}

/** Returns the user that a data event is about. */
function subject(payload: Fields): string {
  return userPhrase(fieldsOf(payload.data), fieldsOf(payload.params).userId);
}

function deviceOwner(payload: Fields): string {
  return userPhrase({}, fieldsOf(payload.data).userId ?? fieldsOf(payload.params).userId);
}

function via(payload: Fields): string {
  const application = fieldsOf(payload.application);
  const name = textOf(application.name) ?? shortId(application.id);
  return name ? ` via ${textOf(application.type) ?? 'application'} '${name}'` : '';
}

function because(payload: Fields): string {
  const rules = listOf(fieldsOf(payload.adaptiveMfaResult).triggeredRules)
    .slice(0, 3)
    .flatMap((rule) => textOf(fieldsOf(rule).rule) ?? []);
  return rules.length > 0 ? `: ${rules.join(', ')}` : '';
}

/** Describes what happened to an entity that is in `data`, or whose id is in `params`. */
function changed(kind: string, what: string, parameter = 'id'): Describe {
  return ({ data, params }) =>
    `${entityPhrase(kind, fieldsOf(data), fieldsOf(params)[parameter])} ${what}`;
}

function describeUserUpdate(payload: Fields): string {
  const { matchedRoute, params, interactionEvent } = payload;
  const owner = userPhrase({}, fieldsOf(params).userId);
  switch (matchedRoute) {
    case '/users/:userId/custom-data':
      return `custom data of ${owner} updated`;
    case '/users/:userId/profile':
      return `profile of ${owner} updated`;
    case '/users/:userId/password':
      return `password of ${subject(payload)} updated`;
    default:
      return `${subject(payload)} was updated${duringInteraction(interactionEvent)}`;
  }
}

function duringInteraction(interaction: unknown): string {
  if (interaction === 'SignIn') return ' at sign-in';
  if (interaction === 'Register') return ' at registration';
  return interaction === 'ForgotPassword' ? ' by a password reset' : '';
}

function describeSuspension(payload: Fields): string {
  const { isSuspended } = fieldsOf(payload.data);
  if (typeof isSuspended !== 'boolean') return `suspension of ${subject(payload)} updated`;
  return `${subject(payload)} was ${isSuspended ? 'suspended' : 'reactivated'}`;
}

function describeRoleScopes({ method, params, roleId, data }: Fields): string {
  const { id, scopeId } = fieldsOf(params);
  const role = entityPhrase('role', {}, roleId ?? id);
  if (method === 'DELETE') return `${role} lost ${entityPhrase('scope', {}, scopeId)}`;
  const scopes = listOf(data);
  if (scopes.length === 0) return `scopes of ${role} updated`;
  const [first] = scopes;
  const gained =
    scopes.length === 1 ? entityPhrase('scope', fieldsOf(first)) : `${scopes.length} scopes`;
  return `${role} gained ${gained}`;
}

function describeMembership(payload: Fields): string {
  const organization = entityPhrase('organization', {}, payload.organizationId);
  const joined = members(payload.addedUserIds, payload.addedApplicationIds);
  const left = members(payload.removedUserIds, payload.removedApplicationIds);
  if (joined && left) return `${joined} joined and ${left} left ${organization}`;
  if (joined) return `${joined} joined ${organization}`;
  return left ? `${left} left ${organization}` : `membership of ${organization} updated`;
}

/** Returns who joined or left: one by id, several by number. */
function members(userIds: unknown, applicationIds: unknown): string {
  const groups = [
    countPhrase('user', listOf(userIds)),
    countPhrase('application', listOf(applicationIds)),
  ];
  return groups.filter(Boolean).join(' and ');
}
