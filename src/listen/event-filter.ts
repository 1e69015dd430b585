import { eventMatcher, parseEventPatterns } from '../core/logto/event-patterns.ts';
import { eventNames } from '../core/logto/events.ts';

/** The events that `--events` and `--skip-events` leave: these are shown and forwarded. */
export class EventFilter {
  /** The known events among them, in the order of the catalog. */
  readonly names: readonly string[];
  readonly #isWanted: (event: string | null) => boolean;
  readonly #isSkipped: (event: string | null) => boolean;

  /**
   * @param events patterns; all events unless given
   * @param skipped patterns of events to leave out
   * @throws UsageError for a pattern that matches no event
   */
  constructor(events?: readonly string[], skipped?: readonly string[]) {
    this.#isWanted = events ? eventMatcher(events) : () => true;
    this.#isSkipped = skipped ? eventMatcher(skipped) : () => false;
    const wanted = events ? parseEventPatterns(events) : eventNames;
    this.names = wanted.filter((name) => !this.#isSkipped(name));
  }

  includes(event: string | null): boolean {
    return this.#isWanted(event) && !this.#isSkipped(event);
  }
}
