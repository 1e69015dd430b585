import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/core/delivery.ts';
import { RecentDeliveries } from '../../../src/listen/deliveries/recent-deliveries.ts';
import { verifyDelivery } from '../../../src/listen/verify.ts';

function keep(recent: RecentDeliveries, id: string, bytes = 10): void {
  const body = Buffer.alloc(bytes, '1');
  const request = {
    path: '/',
    via: 'http' as const,
    at: new Date(),
    headers: [],
    body,
    wireBody: body,
  };
  const verification = {
    ...verifyDelivery(
      { ...request, body: Buffer.from('1') },
      [{ value: 'key', source: '--signing-key' }],
      [],
    ),
    payload: null,
  };
  const rest = { summary: () => id, skipped: false, forward: null, responseStatus: 200 };
  const delivery: Delivery = { id, request, verification, ...rest };
  recent.put({ delivery, replays: [] });
}

function idsOf(recent: RecentDeliveries, before?: string): string[] {
  return recent.newestFirst(before).map(({ delivery }) => delivery.id);
}

describe('recent deliveries', () => {
  it('are listed newest first, from the start or from any of them', () => {
    const recent = new RecentDeliveries();
    for (const id of ['a', 'b', 'c']) keep(recent, id);
    expect(idsOf(recent)).toEqual(['c', 'b', 'a']);
    expect(idsOf(recent, 'c')).toEqual(['b', 'a']);
    expect(idsOf(recent, 'gone')).toEqual([]);
  });

  it('keep their position when they are updated', () => {
    const recent = new RecentDeliveries();
    for (const id of ['a', 'b', 'a']) keep(recent, id);
    expect(idsOf(recent)).toEqual(['b', 'a']);
  });

  it('are at most 1,000', () => {
    const recent = new RecentDeliveries();
    for (let n = 0; n < 1_500; n++) keep(recent, `id-${n}`);
    expect(idsOf(recent)).toHaveLength(1_000);
    expect(recent.get('id-499')).toBeUndefined();
    expect(recent.get('id-500')).toBeDefined();
  });

  it('take at most 64 MB, and always include the newest', () => {
    const recent = new RecentDeliveries();
    const tenMegabytes = 10 * 1024 ** 2;
    for (let n = 0; n < 10; n++) keep(recent, `id-${n}`, tenMegabytes);
    expect(idsOf(recent)).toHaveLength(6);
    keep(recent, 'huge', 70 * 1024 ** 2);
    expect(idsOf(recent)).toEqual(['huge']);
    keep(recent, 'next');
    expect(idsOf(recent)).toEqual(['next']);
  });
});
