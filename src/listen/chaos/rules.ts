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
 * The effect of each fault on the app, and the response its sender gets: what Logto would get if the
 * same happened between it and the app.
 */
export const chaosEffects = {
  duplicate: {
    example: 'duplicate',
    app: 'gets the same bytes twice',
    sender: 'the first response',
  },
  reorder: {
    example: 'reorder',
    app: 'gets it after the next delivery, or after a second',
    sender: 'the response, late',
  },
  drop: { example: 'drop', app: 'never gets it', sender: '502, as for a failed connection' },
  delay: { example: 'delay=11s', app: 'gets it after this delay', sender: 'the response, late' },
  status: { example: 'status=500', app: 'gets it', sender: 'this status' },
  reset: {
    example: 'reset',
    app: 'gets half of it, then the connection is closed',
    sender: '502, as for a failed connection',
  },
} as const satisfies Readonly<Record<ChaosKind, ChaosEffect>>;

/** One delivery in five. */
export const defaultProbability = 0.2;

/**
 * Parses `duplicate,delay=11s,status=500:0.2`: faults with the value they need and an optional
 * probability.
 * @throws UsageError for an unknown fault, a missing or wrong value, and a probability outside 0 to 1
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
    if (value !== undefined) throw new UsageError(`'${kind}' does not take a value.`);
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
  throw new UsageError(`'${text}' is not a valid probability. Use 0 to 1, such as 0.2.`);
}

function unknownKind(kind: string): UsageError {
  const near = suggest(kind, chaosKinds);
  return new UsageError(
    `Unknown fault '${kind}'.`,
    near === undefined ? `Use one of: ${chaosKinds.join(', ')}.` : `Did you mean ${near}?`,
  );
}
