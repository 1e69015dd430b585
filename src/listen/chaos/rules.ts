import { type ChaosKind, type ChaosRule, chaosKinds, isChaosKind } from '../../core/chaos-rule.ts';
import { UsageError } from '../../core/errors.ts';
import { suggest } from '../../core/suggest.ts';
import { parseDuration, parseInteger } from '../../core/units.ts';

interface ChaosEffect {
  readonly example: string;
  readonly app: string;
  readonly sender: string;
}

/**
 * How deliveries can be made to go wrong on their way to the app, and what its sender then gets: what
 * Logto would get if the same happened between it and the app.
 */
export const chaosEffects = {
  duplicate: {
    example: 'duplicate',
    app: 'gets the same bytes twice, one after the other',
    sender: 'the first answer',
  },
  reorder: {
    example: 'reorder',
    app: 'gets it after the next delivery, or after a second',
    sender: 'the answer, late',
  },
  drop: { example: 'drop', app: 'never gets it', sender: '502, for the connection failed' },
  delay: { example: 'delay=11s', app: 'gets it so much later', sender: 'the answer, late' },
  status: { example: 'status=500', app: 'gets it', sender: 'this status, not the answer' },
  reset: {
    example: 'reset',
    app: 'gets half of it, then the connection breaks',
    sender: '502, for the connection failed',
  },
} as const satisfies Readonly<Record<ChaosKind, ChaosEffect>>;

/** One delivery in five, unless said otherwise. */
export const defaultProbability = 0.2;

/**
 * Reads `duplicate,delay=11s,status=500:0.2`: kinds with the value they need, each with a probability
 * if it is not to be one in five.
 * @throws UsageError for an unknown kind, a value that is missing, wrong or too much, and a
 *   probability outside of 0 to 1
 */
export function parseChaos(text: string): ChaosRule[] {
  return text.split(',').map((part) => parseRule(part.trim()));
}

function parseRule(text: string): ChaosRule {
  const [, kind = '', value, probability] = /^([^=:]*)(?:=([^:]*))?(?::(.*))?$/.exec(text) ?? [];
  if (!isChaosKind(kind)) throw unknownKind(kind);
  return {
    kind,
    value: parseValue(kind, value),
    probability: probability === undefined ? defaultProbability : parseProbability(probability),
  };
}

function parseValue(kind: ChaosKind, value: string | undefined): number {
  if (kind !== 'delay' && kind !== 'status') {
    if (value !== undefined) throw new UsageError(`'${kind}' takes no value.`);
    return 0;
  }
  if (value === undefined) {
    throw new UsageError(`'${kind}' needs a value, such as ${chaosEffects[kind].example}.`);
  }
  return kind === 'delay' ? parseDuration(value) : parseInteger(value, 200, 599);
}

function parseProbability(text: string): number {
  const probability = Number(text);
  if (/^\d*\.?\d+$/.test(text) && probability <= 1) return probability;
  throw new UsageError(`'${text}' is no probability.`, 'Write a number from 0 to 1, such as 0.2.');
}

function unknownKind(kind: string): UsageError {
  const near = suggest(kind, chaosKinds);
  const hint = near === undefined ? '' : `Did you mean ${near}? `;
  return new UsageError(
    `'${kind}' is no kind of chaos.`,
    `${hint}There are ${chaosKinds.join(', ')}.`,
  );
}
