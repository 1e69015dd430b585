import type { Terminal } from '../../cli/terminal/index.ts';
import type { FollowOptions } from '../../tenant/follow/follow.ts';
import { renderBack, renderLost } from '../../tenant/output/connection-state.ts';
import { renderPolled } from './output.ts';

/** Milliseconds between two updates of the footer. */
const tick = 1000;

/**
 * Reports when the tenant becomes unreachable and reachable again, and shows in the footer when it was last
 * polled.
 */
export function createConnectionStatus({ err }: Terminal) {
  let polledAt: Date | undefined;
  let isLost = false;
  let lostFor: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let update = () => {};
  const listener: Pick<FollowOptions, 'onLost' | 'onBack' | 'onPoll'> = {
    onLost({ message }) {
      isLost = true;
      err.line(renderLost(message, err.style));
      update();
    },
    onBack(duration) {
      isLost = false;
      lostFor = duration;
    },
    onPoll(found) {
      polledAt = new Date();
      if (lostFor !== undefined) err.line(renderBack(lostFor, found, err.style));
      lostFor = undefined;
      update();
    },
  };
  return {
    listener,
    onStatus(show: (status: string) => void) {
      update = () => show(renderPolled(polledAt, isLost, new Date()));
      update();
      timer = setInterval(update, tick);
    },
    close: () => clearInterval(timer),
  };
}
