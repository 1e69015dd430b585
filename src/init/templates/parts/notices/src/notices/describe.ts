import type { LogtoPayloads, LogtoUser } from '../logto/payloads.ts';
import { type Detail, list, type Notice, tidy } from './notice.ts';

export interface DescribeOptions {
  /** Whether names, email addresses and phone numbers are shown; ids are in any case. */
  readonly personalData: boolean;
  /** Where Logto's Console is: notices link to what they tell of. */
  readonly consoleUrl?: URL | undefined;
}

interface UserEvent {
  readonly event: string;
  readonly createdAt: string;
  readonly data: LogtoUser;
}

interface RoleEvent {
  readonly event: string;
  readonly createdAt: string;
  readonly params: Readonly<Record<string, string>>;
  readonly data?: unknown;
}

export function describeUser(
  title: string,
  { event, createdAt: at, data }: UserEvent,
  options: DescribeOptions,
): Notice {
  const { personalData } = options;
  return {
    ...{ kind: data.isSuspended ? 'alarm' : 'user', title, event, at },
    subject: personalData ? nameOf(data) : data.id,
    details: [...(personalData ? reachable(data) : []), detail('User id', data.id)],
    ...link(options, 'users', data.id),
  };
}

/** @param added scopes that the role got */
export function describeRole(
  title: string,
  payload: RoleEvent,
  added: readonly { readonly name: string }[] = [],
): Notice {
  const removed = payload.params.scopeId ?? payload.params.organizationScopeId;
  return {
    ...{ kind: 'access', title, event: payload.event, at: payload.createdAt },
    subject: roleName(payload),
    details: [
      ...(added.length > 0 ? [detail('Added', list(added.map(({ name }) => name)))] : []),
      ...(removed === undefined ? [] : [detail('Removed', removed)]),
    ],
  };
}

/** Undefined where nobody joined or left: Logto also tells of a request that changed nothing. */
export function describeMembership(
  payload: LogtoPayloads['Organization.Membership.Updated'],
  options: DescribeOptions,
): Notice | undefined {
  const { event, createdAt: at, organizationId } = payload;
  const details = [
    changed('Users added', payload.addedUserIds),
    changed('Users removed', payload.removedUserIds),
    changed('Applications added', payload.addedApplicationIds),
    changed('Applications removed', payload.removedApplicationIds),
  ].flat();
  if (details.length === 0) return undefined;
  return {
    ...{ kind: 'access', title: 'Organization members changed', event, at, details },
    subject: `Organization ${organizationId}`,
    ...link(options, 'organizations', organizationId),
  };
}

/** @param identifier an email address, phone number or username, as it was typed */
export function describeAlarm(
  title: string,
  { event, createdAt: at }: { readonly event: string; readonly createdAt: string },
  identifier: string,
  more: Detail,
  { personalData }: DescribeOptions,
): Notice {
  const subject = personalData ? tidy(identifier) : mask(identifier);
  return { kind: 'alarm', title, event, at, subject, details: [more] };
}

function link({ consoleUrl }: DescribeOptions, page: string, id: string): { link?: URL } {
  return consoleUrl ? { link: new URL(`${page}/${encodeURIComponent(id)}`, consoleUrl) } : {};
}

function nameOf({ id, name, username, primaryEmail }: LogtoUser): string {
  return tidy(name || username || primaryEmail || id);
}

function reachable({ username, primaryEmail, primaryPhone }: LogtoUser): Detail[] {
  return [
    ...(username ? [detail('Username', username)] : []),
    ...(primaryEmail ? [detail('Email', primaryEmail)] : []),
    ...(primaryPhone ? [detail('Phone', primaryPhone)] : []),
  ];
}

/** A deleted role, or one whose permissions changed, has no name in the payload, only an id. */
function roleName({ data, params }: RoleEvent): string {
  if (typeof data === 'object' && data !== null && 'name' in data) return tidy(String(data.name));
  return params.id ? `Role ${params.id}` : 'A new role';
}

function changed(label: string, ids: readonly string[] | undefined): Detail[] {
  return ids?.length ? [detail(label, list(ids))] : [];
}

export function detail(label: string, text: string): Detail {
  return { label, text: tidy(text, 400) };
}

/** `a•••` : enough to tell two apart, too little to reach anyone. */
function mask(text: string): string {
  return `${[...tidy(text)].at(0) ?? ''}•••`;
}
