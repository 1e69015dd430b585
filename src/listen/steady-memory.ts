import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { now } from '../core/clock.ts';
import { once } from '../core/once.ts';
import { startLength } from '../core/start-length.ts';

/** Bytes of both halves of the young generation: what is young dies in it, and room beyond is not needed. */
const enough = 16 * 1024 * 1024;

/** To ask V8 takes 3 µs. */
const deliveriesBetween = 64;

/** Milliseconds during which V8 has the flags that the next start has: until its code is kept, and some more. */
const untouched = startLength + 500;

/**
 * Keeps the memory of a listener that runs all day what it was in the morning. Under load V8 makes
 * room for ever more young objects, which it hardly undoes (up to 32 MB on Node 20, 128 MB on 24), and
 * lets old ones pile up to several times what is alive before it looks at them. Of a delivery hardly
 * anything stays, so that a listener is as quick with much less: after 100,000 deliveries it takes 1.14
 * times what it took after 1,000, on either. V8 reads both flags whenever it is about to make room, so
 * that they may be set while it runs; not before the start is over, which they would make slower.
 * @returns to be called at each delivery
 */
export function keepMemorySteady(): () => void {
  const begunAt = now();
  let deliveries = 0;
  const limitHeap = once(() => setFlagsFromString('--heap-growing-percent=100'));
  let mayGrow = true;
  return () => {
    deliveries++;
    if (deliveries % deliveriesBetween !== 0 || now() - begunAt < untouched) return;
    limitHeap();
    if (mayGrow === isSmall()) return;
    mayGrow = !mayGrow;
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  };
}

function isSmall(): boolean {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  return (young?.space_size ?? 0) < enough;
}
