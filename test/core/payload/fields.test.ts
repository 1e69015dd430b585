import { describe, expect, it } from 'vitest';
import { isEventName } from '../../../src/core/logto/events.ts';
import { payloadFields } from '../../../src/core/payload/fields.ts';
import { eventDeliveries, payloadOf } from '../../helpers/payloads.ts';

describe('payloadFields', () => {
  it('returns the path and type of each field, and whether it may be absent', () => {
    const fields = payloadFields('Role.Scopes.Updated');

    expect(fields.slice(0, 3).map(({ path, type }) => [path, type])).toEqual([
      ['event', 'string'],
      ['createdAt', 'ISO 8601 date'],
      ['hookId', 'string'],
    ]);
    expect(fields).toContainEqual(
      expect.objectContaining({ path: 'data', type: 'array of object', optional: true }),
    );
    expect(fields).toContainEqual(
      expect.objectContaining({
        path: 'data[].description',
        type: 'string or null',
        optional: false,
      }),
    );
  });

  it('returns the user of User.Data.Updated as optional', () => {
    expect(payloadFields('User.Data.Updated')).toContainEqual(
      expect.objectContaining({ path: 'data.primaryEmail', optional: true }),
    );
  });

  it.each(eventDeliveries)('returns every key of $name', ({ name, event }) => {
    const known = isEventName(event) ? payloadFields(event).map(({ path }) => path) : [];

    expect(known).toEqual(expect.arrayContaining(Object.keys(payloadOf(name))));
  });
});
