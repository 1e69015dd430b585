/** Runs work once per key. Later calls get the first result, unless the work failed. */
export interface Once<Result> {
  run(key: string, work: () => Promise<Result>): Promise<Result>;
  forget(key: string): void;
}

/** Remembers the latest keys of this process, in memory. */
export function createOnce<Result = void>(limit = 10_000): Once<Result> {
  const results = new Map<string, Promise<Result>>();
  return {
    async run(key, work) {
      const earlier = results.get(key);
      if (earlier) return earlier;
      const result = work();
      results.set(key, result);
      const [oldest] = results.keys();
      if (results.size > limit && oldest !== undefined) results.delete(oldest);
      try {
        return await result;
      } catch (error) {
        results.delete(key);
        throw error;
      }
    },
    forget: (key) => void results.delete(key),
  };
}
