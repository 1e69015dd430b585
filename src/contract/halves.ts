/** Milliseconds between the halves of a body, so that they arrive as two. */
const pause = 100;

/**
 * Goes on to the second half of a body. A timer that is late comes before what has arrived meanwhile:
 * a receiver in this very process reads the first half before the second leaves.
 */
export function afterFirstHalf(goOn: () => void): void {
  setTimeout(() => setImmediate(goOn), pause);
}
