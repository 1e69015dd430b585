/** Logto repeats a delivery within seconds; a quarter of an hour covers a slow proxy too. */
const windowMilliseconds = 15 * 60_000;
/** At most so many are remembered: a few megabytes. */
const most = 10_000;

export interface RecentDeliveries<Answer> {
  /**
   * Takes a delivery, unless it was taken lately: then its answer is given again, and nothing is done.
   * One that comes while the first is still being taken waits for it. One that could not be taken is
   * forgotten, so that it may be sent again.
   */
  once(deliveryId: string, take: () => Promise<Answer>): Promise<Answer>;
  /** Lets a delivery be taken again. */
  forget(deliveryId: string): void;
}

/** Remembers the deliveries of this process; a queue in a database knows those of others as well. */
export function createRecentDeliveries<Answer>(
  now: () => number = Date.now,
): RecentDeliveries<Answer> {
  const remembered = new Map<string, { readonly at: number; readonly answer: Promise<Answer> }>();

  function forgetOld(): void {
    for (const [id, { at }] of remembered) {
      if (remembered.size <= most && at > now() - windowMilliseconds) return;
      remembered.delete(id);
    }
  }

  return {
    async once(deliveryId, take) {
      forgetOld();
      const earlier = remembered.get(deliveryId);
      if (earlier) return earlier.answer;
      const answer = take();
      remembered.set(deliveryId, { at: now(), answer });
      try {
        return await answer;
      } catch (error) {
        remembered.delete(deliveryId);
        throw error;
      }
    },
    forget: (deliveryId) => void remembered.delete(deliveryId),
  };
}
