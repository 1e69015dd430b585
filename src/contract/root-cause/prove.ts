import type { EventVariant } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import {
  describeResponse,
  type Exchange,
  isAccepted,
  isRateLimited,
} from '../receiver/exchange.ts';
import type {
  AlteredDelivery,
  Experiment,
  HasPart,
  PlainDelivery,
} from './experiments/experiment.ts';
import type { RootCause } from './root-cause.ts';

/** The result of repeating an accepted experiment. */
export type Proof =
  | {
      readonly outcome: 'proved';
      readonly cause: RootCause;
      readonly experiment: Experiment;
      /** The parts without which the delivery is refused. */
      readonly needed: readonly string[];
    }
  /** Its acceptance proves nothing. */
  | { readonly outcome: 'refuted' }
  /** The receiver accepts plain deliveries now. */
  | { readonly outcome: 'recovered' };

const wrongKey = 'a key that Logto does not have';

/** Characters of which every language's JSON writer escapes some; .NET escapes quotation marks. */
const specialCharacters = 'Ångström/"1" <a&b>it\'s 1+1=2';

/** Sends plain and altered deliveries; each has a new payload. */
export class Laboratory {
  readonly #client: ReceiverClient;
  readonly #variant: EventVariant;
  readonly #makeBody: () => string;
  readonly #name: string;

  /**
   * @param variant the event of all deliveries
   * @param makeBody returns a new payload of it; by default, one from its fixture
   * @param name what the payload is, for the evidence
   */
  constructor(
    client: ReceiverClient,
    variant: EventVariant,
    makeBody?: () => string,
    name = `${variant.event} as Logto sends it`,
  ) {
    this.#client = client;
    this.#variant = variant;
    this.#makeBody = makeBody ?? (() => client.payloads.text(variant));
    this.#name = name;
  }

  /** Sends a delivery as Logto does, or one with a wrong signature. */
  plain({ isWrong = false, special = false } = {}): Promise<Exchange> {
    const body = this.#body(special);
    return this.#client.post(
      body,
      isWrong ? { signatures: [this.#client.signWith(body, wrongKey)] } : {},
    );
  }

  /** Sends a delivery without a signature. */
  unsigned(): Promise<Exchange> {
    return this.#client.post(this.#body(false), { signatures: [] });
  }

  /** Sends a delivery as an experiment alters it. @param has which of its parts are applied */
  altered(experiment: Experiment, has: HasPart = () => true, isWrong = false): Promise<Exchange> {
    const { url, signingKey } = this.#client.session.options;
    const plain: PlainDelivery = {
      body: this.#body(experiment.needsSpecialCharacters === true),
      key: isWrong ? wrongKey : signingKey,
      url,
      event: this.#variant.event,
    };
    const { body = plain.body, ...options }: AlteredDelivery = experiment.alter(plain, has);
    return this.#client.post(body, { ...options, isForeign: true });
  }

  /** Repeats an experiment that was accepted, with its controls. @param refusal how a plain delivery was refused */
  async prove(experiment: Experiment, refusal: Exchange): Promise<Proof> {
    const needed = await this.#narrow(experiment);
    const has: HasPart = (part) => needed.includes(part);
    const wrong = await this.altered(experiment, has, true);
    if (experiment.wrongKey !== 'skip' && isAccepted(wrong)) return { outcome: 'refuted' };
    const special = experiment.needsSpecialCharacters === true;
    const control = await this.plain({ special });
    if (isAccepted(control)) return { outcome: 'recovered' };
    const again = await this.altered(experiment, has);
    if (!isAccepted(again)) return { outcome: 'refuted' };
    const { message, change, remedy } = experiment.explain(needed, this.#variant.event);
    const evidence = [
      `${this.#name}: ${describeResponse(refusal)}`,
      `the same ${change}: ${describeResponse(again)}`,
    ].join('; ');
    const cause = { id: experiment.id, message, evidence, remedy };
    return { outcome: 'proved', cause, experiment, needed };
  }

  /** Removes parts that are not needed for acceptance, at first half of them at a time. */
  async #narrow(experiment: Experiment): Promise<readonly string[]> {
    const { signingKey, url } = this.#client.session.options;
    const { event } = this.#variant;
    let needed = [
      ...(experiment.parts?.({ body: this.#body(false), key: signingKey, url, event }) ?? []),
    ];
    for (
      let size = Math.ceil(needed.length / 2);
      size >= 1;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      for (let at = 0; at < needed.length; ) {
        const others = needed.filter((_, index) => index < at || index >= at + size);
        const exchange = await this.altered(experiment, (part) => others.includes(part));
        if (isRateLimited(exchange)) return needed;
        if (isAccepted(exchange)) needed = others;
        else at += size;
      }
    }
    return needed;
  }

  #body(special: boolean): string {
    const text = this.#makeBody();
    if (!special) return text;
    return text.replace(
      /"userAgent":"(?:[^"\\]|\\.)*"/,
      () => `"userAgent":${JSON.stringify(specialCharacters)}`,
    );
  }
}
