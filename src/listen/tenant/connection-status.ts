import { printFolded } from '../../cli/output/text/wrap.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import type { FollowOptions } from '../../tenant/follow/follow.ts';
import { renderBack, renderLost } from '../../tenant/output/connection-state.ts';
import { renderPolled } from './output.ts';

/** Milliseconds between two updates of the footer. */
const tick = 1000;

/** Reports on one of the logs that are read from a tenant. */
export interface TenantReader extends Pick<FollowOptions, 'onLost' | 'onBack'> {
  /** @param found new entries; undefined if others are read as well */
  readonly onPoll: (found: number | undefined) => void;
  /** Called when it is not read any longer. */
  readonly onEnd: () => void;
}

/**
 * Reports when the tenant becomes unreachable and reachable again, once for all readers, and shows in the footer
 * when it was last polled.
 */
export function createConnectionStatus({ err }: Terminal) {
  const lost = new Set<TenantReader>();
  let polledAt: Date | undefined;
  let lostFor: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let update = () => {};
  return {
    createReader(): TenantReader {
      const reader: TenantReader = {
        onLost({ message }) {
          if (lost.size === 0) printFolded([renderLost(message, err.style)], err);
          lost.add(reader);
          update();
        },
        onBack(duration) {
          lost.delete(reader);
          if (lost.size === 0) lostFor = duration;
        },
        onPoll(found) {
          polledAt = new Date();
          if (lostFor !== undefined) printFolded([renderBack(lostFor, found, err.style)], err);
          lostFor = undefined;
          update();
        },
        onEnd: () => void lost.delete(reader),
      };
      return reader;
    },
    onStatus(show: (status: string) => void) {
      update = () => show(renderPolled(polledAt, lost.size > 0, new Date()));
      update();
      timer = setInterval(update, tick);
    },
    close: () => clearInterval(timer),
  };
}
