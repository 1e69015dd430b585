import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadFixture } from '../../core/fixtures/fixtures.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { setPath, unsetPath } from '../../core/payload/path.ts';
import { stateFile } from '../../core/workspace/state-directory.ts';
import { type Finding, failed } from '../check.ts';
import type { EventVariant, PayloadObject } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { describeResponse, type Exchange, statusOf } from '../receiver/exchange.ts';
import { oneLine } from '../receiver/readable-text.ts';
import type { Change, Field } from './fields.ts';

export interface FuzzOptions {
  /** How many payloads to send. */
  readonly cases: number;
  /** The same seed makes the same payloads. */
  readonly seed: number;
  /** The project directory; the smallest failing payload is saved in its state directory. */
  readonly cwd: string;
}

/** A field and the value it has in a case; undefined if it is absent. */
interface Difference {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The smallest payload of a variant that the receiver refuses. */
export interface Refusal {
  readonly variant: EventVariant;
  /** How it differs from the fixture, which is accepted. */
  readonly differences: readonly Difference[];
  readonly exchange: Exchange;
}

/** Returns what a case changes. @param changes one for each of `fields` */
export function differencesOf(
  fields: readonly Field[],
  changes: readonly Change[],
): readonly Difference[] {
  return fields.flatMap(({ path }, index) => {
    const change = changes[index];
    if (!change || change.kind === 'keep') return [];
    return [{ path, value: change.kind === 'set' ? change.value : undefined }];
  });
}

/** Changes a payload in place. */
export function apply(payload: PayloadObject, { path, value }: Difference): void {
  if (value === undefined) unsetPath(payload, path);
  else if (holds(payload, path)) setPath(payload, path, value);
}

/** Returns whether the object of a field still exists; an earlier change may have removed it. */
function holds(payload: PayloadObject, path: readonly string[]): boolean {
  return path.length === 1 || typeof payload[path[0] ?? ''] === 'object';
}

/** Returns the failure for a refused payload, which is saved as a fixture. */
export function explainRefusal(
  { session, payloads }: ReceiverClient,
  { variant, differences, exchange }: Refusal,
  { cwd, seed }: FuzzOptions,
): Finding {
  const { event } = variant;
  const payload = structuredClone(payloads.forVersion(loadFixture(event, variant.variant).payload));
  for (const difference of differences) apply(payload, difference);
  const text = JSON.stringify(payload, null, 2);
  const name = `fuzz-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
  const file = stateFile(cwd, 'fuzz', event, `${name}.json`);
  writeFileSync(file, `${text}\n`);
  const directory = path.relative(cwd, path.resolve(file, '../..'));
  const where = differences.map(describeDifference);
  const [subject, verb] =
    (statusOf(exchange) ?? 500) < 500 ? ['receiver', 'refuses'] : ['handler', 'fails on'];
  const shown = oneLine(JSON.stringify(payload), shownPayload);
  const fields = differences.map((one) => one.path.join('.')).join(', ');
  return {
    ...failed(`${exchange.sent}: ${shown}`, describeResponse(exchange)),
    cause: {
      id: 'field-value',
      message: `The ${subject} ${verb} ${event} where ${where.join(' and ')}.`,
      evidence: `${event}, ${variant.variant}, with only that changed (--seed ${seed}): ${describeResponse(exchange)} Payload: ${shown}`,
      remedy: `Handle any valid value of ${fields}. Send this payload again: logto-hooks send ${event} --variant ${name} --fixtures ${directory} --to ${maskUrl(session.options.url)}`,
    },
  };
}

/** `data.name is null`, `addedUserIds has 5000 items`, `userAgent has 4001 characters`. */
function describeDifference({ path, value }: Difference): string {
  const name = path.join('.');
  if (value === undefined) return `${name} is absent`;
  if (Array.isArray(value) && JSON.stringify(value).length > longest) {
    return `${name} has ${value.length} items`;
  }
  if (typeof value === 'string' && value.length > longest) {
    return `${name} has ${value.length} characters`;
  }
  return `${name} is ${oneLine(JSON.stringify(value), longest)}`;
}

/** Characters of the payload that are shown. */
const shownPayload = 600;
/** Characters of a value that are shown. */
const longest = 80;
