import { type Experiment, type HasPart, hmac, type PlainDelivery } from './experiment.ts';

export type Payload = Record<string, unknown>;

/** Objects in payloads whose fields are changed one by one. */
export const entities = ['user', 'data', 'application'];

/** Makes an experiment that changes the payload; its signature is right. */
export function changing(
  experiment: Pick<Experiment, 'id' | 'explain'>,
  partsOf: (payload: Payload) => readonly string[],
  change: (payload: Payload, has: HasPart) => Payload,
): Experiment {
  const parse = ({ body }: PlainDelivery): Payload => Object(JSON.parse(body));
  return {
    ...experiment,
    parts: (plain) => partsOf(parse(plain)),
    alter(plain, has) {
      const changed = JSON.stringify(change(parse(plain), has));
      // As long as before, so that a limit on the length is not mistaken for another cause.
      const body = changed.padEnd(plain.body.length);
      return { body, signatures: [hmac(plain.key, body)] };
    },
  };
}
