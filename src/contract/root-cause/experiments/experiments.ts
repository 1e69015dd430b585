import type { Framework } from '../../snippets/snippet.ts';
import { bodyExperiments } from './bodies.ts';
import {
  addressExperiments,
  contentTypeExperiments,
  type KnownAddresses,
  requiredHeaderExperiments,
} from './conditions.ts';
import type { ExperimentGroup } from './experiment.ts';
import { headerExperiments, sentKeyExperiments } from './headers.ts';
import { configuredKeyExperiments, keyExperiments } from './keys.ts';
import { payloadExperiments } from './payload-fields.ts';
import { signatureExperiments } from './signature.ts';
import { timestampExperiments } from './timestamps.ts';

/** The configuration of a receiver that was found in its project. */
export interface ReceiverSettings extends KnownAddresses {
  /** The framework that its files show; absent if unknown. */
  readonly framework?: Framework | undefined;
  /** The command that started it, if the test did. */
  readonly command?: string | undefined;
  /** The variables of its .env files, by file. */
  readonly envFiles: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
}

const noSettings: ReceiverSettings = { hosts: [], origins: [], envFiles: {} };

/** Returns all experiments for a receiver, the likeliest mistakes first. */
export function experimentGroups(
  url: URL,
  settings: ReceiverSettings = noSettings,
): readonly ExperimentGroup[] {
  const configured = Object.entries(settings.envFiles).flatMap(([file, values]) =>
    configuredKeyExperiments(values, file),
  );
  return [
    { subject: 'signature formats and algorithms', experiments: signatureExperiments },
    { subject: 'header names', experiments: headerExperiments },
    { subject: 'content types', experiments: contentTypeExperiments },
    { subject: 'keys', experiments: [...configured, ...keyExperiments] },
    { subject: 'rewritten bodies', experiments: bodyExperiments },
    { subject: 'required headers', experiments: requiredHeaderExperiments },
    { subject: 'Host and Origin', experiments: addressExperiments(settings, url) },
    { subject: 'timestamp schemes', experiments: timestampExperiments },
    { subject: 'payload fields', experiments: payloadExperiments },
    { subject: 'the key itself', experiments: sentKeyExperiments },
  ];
}

/** Experiments for an event that is refused while others are accepted; they only change the body. */
export const eventExperimentGroups: readonly ExperimentGroup[] = [
  { subject: 'payload fields', experiments: payloadExperiments },
  { subject: 'rewritten bodies', experiments: bodyExperiments },
];

const deliverySubjects = ['content types', 'required headers', 'Host and Origin', 'payload fields'];

/** Returns whether a group alters the delivery and leaves the signature valid. */
export function aboutDelivery({ subject }: ExperimentGroup): boolean {
  return deliverySubjects.includes(subject);
}
