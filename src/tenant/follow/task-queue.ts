/** Runs tasks, so many at a time, begun in the order in which they were added. */
export interface TaskQueue {
  /** Resolves once there is room for another. A task that fails ends nothing but itself. */
  add(task: () => Promise<void>): Promise<void>;
  /** Resolves once all that was added has ended; rejects with the first failure. */
  empty(): Promise<void>;
}

/** @param mostWaiting tasks that may wait before `add` does */
export function createTaskQueue(concurrency: number, mostWaiting: number): TaskQueue {
  const waiting: (() => Promise<void>)[] = [];
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];

  function fill(): void {
    while (running.size < concurrency) {
      const task = waiting.shift();
      if (!task) return;
      const run = task()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          running.delete(run);
          fill();
        });
      running.add(run);
    }
  }

  return {
    async add(task) {
      waiting.push(task);
      fill();
      while (waiting.length > mostWaiting) await Promise.race(running);
    },
    async empty() {
      while (running.size > 0) await Promise.race(running);
      if (failures.length > 0) throw failures[0];
    },
  };
}
