/** Does a piece of work once per key: not again when it is done, and not twice at a time. */
export type Once = (key: string, work: () => Promise<void>) => Promise<void>;

/**
 * Remembers the last keys, in memory. Work that fails is forgotten, so that it can be tried again.
 * @param limit how many keys to remember
 */
export function createOnce(limit = 10_000): Once {
  const works = new Map<string, Promise<void>>();
  return async (key, work) => {
    const earlier = works.get(key);
    if (earlier) return earlier;
    const now = work();
    works.set(key, now);
    const [oldest] = works.keys();
    if (works.size > limit && oldest !== undefined) works.delete(oldest);
    try {
      await now;
    } catch (error) {
      works.delete(key);
      throw error;
    }
  };
}
