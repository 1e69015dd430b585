/** Runs what it is given one after the other, in order. */
export type Lane = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * A lane of its own, such as for one webhook: while one message waits for a rate limit, the next
 * ones wait behind it rather than running into the same limit.
 */
export function createLane(): Lane {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
