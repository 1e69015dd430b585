/** Returns the configuration of a Worker and its queues, which are named after the project. */
export function wranglerConfig(name: string): string {
  return `{
  "name": "${name}",
  "main": "src/worker.ts",
  "compatibility_date": "2026-01-01",
  "compatibility_flags": ["nodejs_compat"],
  "observability": { "enabled": true },
  "queues": {
    "producers": [{ "binding": "JOBS", "queue": "${name}-jobs" }],
    "consumers": [
      {
        "queue": "${name}-jobs",
        "max_batch_size": 10,
        "max_batch_timeout": 1,
        "max_retries": 10,
        // One invocation at a time keeps the order of messages to one channel.
        "max_concurrency": 1,
        "dead_letter_queue": "${name}-failed"
      }
    ]
  }
}
`;
}
