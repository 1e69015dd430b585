import type { RawHeaders } from '../../core/http/raw-headers.ts';
import { type CustomHeaders, logtoHeaders } from '../../core/logto/request-headers.ts';
import { logtoJson } from '../../core/logto/serialize.ts';
import { sign } from '../../core/logto/signature.ts';
import type { Webhook } from '../api/schemas.ts';
import type { MissingEvent } from './compare.ts';

/** The header that marks an event as created from the tenant's current state. */
const markHeader = 'x-logto-hooks';

export interface SyntheticEvent {
  readonly headers: RawHeaders;
  readonly body: Buffer;
  readonly signature: string;
}

/**
 * Returns the request that Logto would have sent for the missed change by the Management API, marked with a
 * header. Who made the change, from where and when is unknown, so `userAgent` and `ip` name this tool.
 */
export function synthesizeEvent(gap: MissingEvent, webhook: Webhook, at: Date): SyntheticEvent {
  const body = logtoJson(toPayload(gap, webhook.id, at));
  const signature = sign(body, webhook.signingKey);
  const custom: CustomHeaders = [
    ...Object.entries(webhook.config.headers ?? {}).filter(
      ([name]) => name.toLowerCase() !== markHeader,
    ),
    [markHeader, 'reconcile'],
  ];
  return { headers: logtoHeaders(signature, custom), body, signature };
}

const calls = {
  Created: { method: 'POST', statuses: { User: 200, Organization: 201 } },
  'Data.Updated': { method: 'PATCH', statuses: { User: 200, Organization: 200 } },
  Deleted: { method: 'DELETE', statuses: { User: 204, Organization: 204 } },
} as const;

const kinds = {
  User: { route: '/users', parameter: 'userId' },
  Organization: { route: '/organizations', parameter: 'id' },
} as const;

function toPayload({ event, id, entity, known }: MissingEvent, hookId: string, at: Date) {
  const kind = event.startsWith('User.') ? 'User' : 'Organization';
  const change = changeOf(event);
  const { method, statuses } = calls[change];
  const { route, parameter } = kinds[kind];
  const isNew = change === 'Created';
  const goneUser = event === 'User.Deleted' ? { data: deletedUser(id, known) } : {};
  return {
    ...{ event, createdAt: at.toISOString(), userAgent: 'logto-hooks', ip: '127.0.0.1' },
    ...{ path: isNew ? route : `${route}/${id}`, method, status: statuses[kind] },
    params: isNew ? {} : { [parameter]: id },
    matchedRoute: isNew ? route : `${route}/:${parameter}`,
    ...(entity ? { data: entity } : goneUser),
    hookId,
  };
}

function changeOf(event: MissingEvent['event']): keyof typeof calls {
  if (event.endsWith('.Created')) return 'Created';
  return event.endsWith('.Deleted') ? 'Deleted' : 'Data.Updated';
}

/** Returns a deleted user, of whom only the id is known. */
function deletedUser(id: string, updatedAt: number | undefined) {
  const time = updatedAt ?? 0;
  return {
    ...{ id, username: null, primaryEmail: null, primaryPhone: null, name: null, avatar: null },
    ...{ customData: {}, identities: {}, lastSignInAt: null, createdAt: time, updatedAt: time },
    ...{ profile: {}, applicationId: null, cimdClientId: null, isSuspended: false },
  };
}
