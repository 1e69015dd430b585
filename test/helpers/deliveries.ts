import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A delivery captured from a running Logto with the events of 1.43. */
export interface RealDelivery {
  /** `User.Created/post-users` */
  readonly name: string;
  readonly event: string;
  readonly trigger: string;
  readonly signingKey: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The raw request body. */
  readonly body: string;
}

const directory = path.resolve(import.meta.dirname, '../logto/deliveries');

/** Every captured delivery in test/logto. */
export const realDeliveries: readonly RealDelivery[] = readdirSync(directory).flatMap((event) =>
  readdirSync(path.join(directory, event)).map((file) => ({
    name: `${event}/${path.basename(file, '.json')}`,
    ...JSON.parse(readFileSync(path.join(directory, event, file), 'utf8')),
  })),
);
