import { renderCurl } from '../../cli/output/delivery/curl.ts';
import { toDeliveryRecord } from '../../cli/output/delivery/delivery.ts';
import type { Delivery } from '../../core/delivery.ts';
import { DeliveryStore, type DeliveryStoreOptions } from '../deliveries/delivery-store.ts';
import type { Router } from '../router.ts';
import type { Inspector } from './server.ts';
import type { InspectorSource } from './source.ts';

export interface InspectionOptions {
  readonly flags: {
    readonly inspect?: number | boolean | undefined;
    readonly insecure?: true | undefined;
  };
  readonly router: Router;
  readonly cwd: string;
  readonly signingKeys: DeliveryStoreOptions['signingKeys'];
  readonly events: readonly string[];
  /** The directory of the history; null with --no-history. */
  readonly history: string | null;
  /** Receives the unreadable parts of the history. */
  readonly reportProblems: DeliveryStoreOptions['reportProblems'];
  /** Stores a replay from the page or the keys. */
  readonly keepReplay: DeliveryStoreOptions['keepReplay'];
}

/** The deliveries behind the inspector and the keys. */
export interface Inspection {
  readonly source: InspectorSource;
  add(delivery: Delivery): void;
  /** Sets the listener's address, which samples are sent to. */
  locate(listenerUrl: string): void;
  serve(listenerUrl: string): Promise<Inspector>;
}

const defaultPort = 4040;

/** Creates the store of deliveries; the inspector is served later, once the listener is ready. */
export function createInspection(options: InspectionOptions): Inspection {
  const { flags, router, events } = options;
  let ownUrl = new URL('http://127.0.0.1');
  const store = new DeliveryStore({
    ...options,
    insecure: flags.insecure ?? false,
    listenerUrl: () => ownUrl,
    renderers: {
      // The forwarding is shown as an attempt.
      toRecord: (delivery) => toDeliveryRecord({ ...delivery, forward: null }),
      toCurl: (request) => renderCurl({ request }, { insecure: false }),
    },
  });
  return {
    source: store,
    add: (delivery) => store.add(delivery),
    locate(listenerUrl) {
      ownUrl = reachable(listenerUrl);
    },
    async serve(listenerUrl) {
      const { startInspector } = await import('./server.ts');
      const destinations = router.destinations.map(({ name }) => name);
      return startInspector({
        source: store,
        port: typeof flags.inspect === 'number' ? flags.inspect : defaultPort,
        cwd: options.cwd,
        state: { url: listenerUrl, destinations, events },
      });
    },
  };
}

/** Replaces a wildcard address with loopback. */
function reachable(listenerUrl: string): URL {
  const url = new URL(listenerUrl);
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  return url;
}
