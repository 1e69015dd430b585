import { renderCurl } from '../../cli/output/delivery/curl.ts';
import { toDeliveryRecord } from '../../cli/output/delivery/delivery.ts';
import type { Delivery } from '../../core/delivery.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { DeliveryStore, type DeliveryStoreOptions } from '../deliveries/delivery-store.ts';
import type { ForwardTarget } from '../forward.ts';
import type { Inspector } from './server.ts';
import type { InspectorSource } from './source.ts';

export interface InspectionOptions {
  readonly flags: {
    readonly inspect?: number | boolean | undefined;
    readonly insecure?: true | undefined;
  };
  readonly forwardTo: ForwardTarget | undefined;
  readonly cwd: string;
  readonly signingKey: string;
  readonly events: readonly string[];
  /** The directory of the history; null where none is kept. */
  readonly history: string | null;
  /** Told what of the history cannot be read. */
  readonly reportProblems: DeliveryStoreOptions['reportProblems'];
  /** Stores an attempt that was made from page or keys. */
  readonly keepReplay: DeliveryStoreOptions['keepReplay'];
}

/** The deliveries from the first on, for the inspector, which is served once the listener is ready, and for the keys. */
export interface Inspection {
  readonly source: InspectorSource;
  add(delivery: Delivery): void;
  /** Says where the listener is, to which samples are sent. */
  locate(listenerUrl: string): void;
  serve(listenerUrl: string): Promise<Inspector>;
}

const defaultPort = 4040;

/** Puts together what the inspector shows and the words it says it in. */
export function createInspection(options: InspectionOptions): Inspection {
  const { flags, forwardTo, events } = options;
  let itself = new URL('http://127.0.0.1');
  const store = new DeliveryStore({
    ...options,
    insecure: flags.insecure ?? false,
    listenerUrl: () => itself,
    words: {
      // Its forwarding is told as an attempt.
      toRecord: (delivery) => toDeliveryRecord({ ...delivery, forward: null }),
      toCurl: (request) => renderCurl({ request }, { insecure: false }),
    },
  });
  return {
    source: store,
    add: (delivery) => store.add(delivery),
    locate(listenerUrl) {
      itself = reachable(listenerUrl);
    },
    async serve(listenerUrl) {
      const { startInspector } = await import('./server.ts');
      const replayTo = maskUrl(forwardTo?.url ?? itself);
      return startInspector({
        source: store,
        port: typeof flags.inspect === 'number' ? flags.inspect : defaultPort,
        cwd: options.cwd,
        state: { url: listenerUrl, replayTo, forwards: Boolean(forwardTo), events },
      });
    },
  };
}

/** Who listens on every address is reached on this machine's own. */
function reachable(listenerUrl: string): URL {
  const url = new URL(listenerUrl);
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  return url;
}
