/**
 * Milliseconds after which a command that runs on is past its start. What V8 compiled for it is kept
 * then: V8 forgets what ran only at the start, and refuses what was compiled under other flags.
 */
export const startLength = 3000;
