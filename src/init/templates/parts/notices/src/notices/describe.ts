import type {
  // #since 1.40
  LogtoPayloads,
  // #end
  LogtoUser,
} from '../logto/payloads.ts';
import { type Detail, list, type Notice, toSingleLine } from './notice.ts';

export interface DescribeOptions {
  /** Whether to show names, email addresses and phone numbers; ids are always shown. */
  readonly personalData: boolean;
  /** The tenant's Console, for links. */
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
    subject: personalData ? displayName(data) : data.id,
    details: [...(personalData ? contactDetails(data) : []), detail('User id', data.id)],
    ...link(options, 'users', data.id),
  };
}

/** @param added the scopes that were added to the role */
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
// #since 1.40

/** Returns undefined if no member changed: Logto sends an event for every request. */
export function describeMembership(
  payload: LogtoPayloads['Organization.Membership.Updated'],
  options: DescribeOptions,
): Notice | undefined {
  const { event, createdAt: at, organizationId } = payload;
  const details = [
    changedIds('Users added', payload.addedUserIds),
    changedIds('Users removed', payload.removedUserIds),
    changedIds('Applications added', payload.addedApplicationIds),
    changedIds('Applications removed', payload.removedApplicationIds),
  ].flat();
  if (details.length === 0) return undefined;
  return {
    ...{ kind: 'access', title: 'Organization members changed', event, at, details },
    subject: `Organization ${organizationId}`,
    ...link(options, 'organizations', organizationId),
  };
}

function changedIds(label: string, ids: readonly string[] | undefined): Detail[] {
  return ids?.length ? [detail(label, list(ids))] : [];
}
// #end
// #since 1.34

/** @param identifier an email address, phone number or username, as typed by the user */
export function describeAlarm(
  title: string,
  { event, createdAt: at }: { readonly event: string; readonly createdAt: string },
  identifier: string,
  more: Detail,
  { personalData }: DescribeOptions,
): Notice {
  const subject = personalData ? toSingleLine(identifier) : mask(identifier);
  return { kind: 'alarm', title, event, at, subject, details: [more] };
}

/** Returns `a•••`: enough to tell two apart, too little to contact anyone. */
function mask(text: string): string {
  return `${[...toSingleLine(text)].at(0) ?? ''}•••`;
}
// #end

function link({ consoleUrl }: DescribeOptions, page: string, id: string): { link?: URL } {
  return consoleUrl ? { link: new URL(`${page}/${encodeURIComponent(id)}`, consoleUrl) } : {};
}

function displayName({ id, name, username, primaryEmail }: LogtoUser): string {
  return toSingleLine(name || username || primaryEmail || id);
}

function contactDetails({ username, primaryEmail, primaryPhone }: LogtoUser): Detail[] {
  return [
    ...(username ? [detail('Username', username)] : []),
    ...(primaryEmail ? [detail('Email', primaryEmail)] : []),
    ...(primaryPhone ? [detail('Phone', primaryPhone)] : []),
  ];
}

/** The payload of a deleted role, or of changed permissions, has only the role's id. */
function roleName({ data, params }: RoleEvent): string {
  if (typeof data === 'object' && data !== null && 'name' in data) {
    return toSingleLine(String(data.name));
  }
  return params.id ? `Role ${params.id}` : 'New role';
}

export function detail(label: string, text: string): Detail {
  return { label, text: toSingleLine(text, 400) };
}
