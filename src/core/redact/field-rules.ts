import { kindOfField } from './field-kinds.ts';
import type { PersonalKind } from './kinds.ts';

/**
 * What to do with a scalar: replace it as a personal value of some kind; keep it, as a word of Logto's (`fixed`);
 * replace the ids in its segments (`path`); or keep it except for parts that are known or look personal (`open`).
 */
type Rule = PersonalKind | 'fixed' | 'path' | 'open';

/**
 * The subject of the fields around a value. `thing`: a role, scope or application, whose names are not
 * personal. `device`: the devices and keys of a person. `free`: the tenant's own or another provider's fields,
 * which may contain anything.
 */
type Area =
  | 'payload'
  | 'params'
  | 'person'
  | 'organization'
  | 'thing'
  | 'device'
  | 'free'
  | 'unknown';

/** The path of a value, and the rules for it. */
export interface Place {
  readonly parent: Place | undefined;
  /** As written in the result. */
  readonly step: string | number;
  readonly area: Area;
  readonly rule: Rule;
}

/** What is known about a payload before any of its values is read. */
export interface Subject {
  readonly event: string;
  readonly route: string;
  /** The type of the identifier in `value`, such as `email`. */
  readonly identifier: string;
}

const fixedFields = new Set([
  'event',
  'interactionEvent',
  'createdAt',
  'method',
  'matchedRoute',
  'status',
  'type',
  'action',
]);

const freeFields = new Set([
  'customData',
  'identities',
  'ssoIdentities',
  'profile',
  'address',
  'details',
  'detail',
  'rawData',
]);

/** Devices and keys that a person signs in with. */
const deviceFields = new Set(['mfaVerifications', 'trustedDevice', 'trustedDevices', 'passkeys']);

/** Fields of devices whose words come from Logto or a standard. */
const deviceWords = new Set(['type', 'result', 'status', 'transports', 'algorithm']);

/** Of adaptive MFA: `botScore<30`. */
const ruleFields = new Set(['rule', 'matchedSignals']);

export function rootPlace(): Place {
  return { parent: undefined, step: '', area: 'payload', rule: 'open' };
}

/** Returns the place under a key or index. @param shown the step in the output */
export function placeBelow(
  parent: Place,
  key: string | number,
  step: string | number,
  subject: Subject,
): Place {
  // Items have the rules of their list.
  if (typeof key === 'number') return { ...parent, parent, step };
  const area = areaBelow(parent, key, subject);
  return { parent, step, area, rule: ruleOf(parent, key, subject) };
}

function areaBelow(parent: Place, key: string, { event, route }: Subject): Area {
  if (parent.area === 'free' || freeFields.has(key)) return 'free';
  if (deviceFields.has(key)) return 'device';
  if (parent.area !== 'payload') return parent.area;
  switch (key) {
    case 'params':
      return 'params';
    case 'user':
      return 'person';
    case 'application':
      return 'thing';
    case 'data':
      if (/\/(?:custom-data|profile)\/?$/.test(route)) return 'free';
      if (event.startsWith('User.')) return 'person';
      if (event.startsWith('TrustedDevice.')) return 'device';
      if (event.startsWith('Organization.')) return 'organization';
      return /^(?:Organization)?(?:Role|Scope)\./.test(event) ? 'thing' : 'unknown';
  }
  return 'unknown';
}

function ruleOf({ area }: Place, key: string, { event, identifier }: Subject): Rule {
  if (ruleFields.has(key)) return 'open';
  switch (area) {
    case 'payload':
      if (fixedFields.has(key)) return 'fixed';
      if (key === 'path') return 'path';
      if (key === 'recipient') return 'text';
      if (key === 'value' && event === 'Identifier.Lockout') {
        return identifier === 'userId' ? 'id' : 'username';
      }
      break;
    case 'params':
      return key === '0' ? 'path' : 'id';
    case 'organization':
      if (key === 'name') return 'organization';
      if (key === 'description') return 'text';
      break;
    case 'thing':
      if (key === 'type') return 'fixed';
      if (key === 'name' || key === 'description') return 'open';
      break;
    case 'device':
      return deviceWords.has(key) ? 'fixed' : (kindOfField(key) ?? 'text');
    case 'free':
      return kindOfField(key) ?? 'text';
  }
  return kindOfField(key) ?? 'open';
}

/** Longer paths are cut, because hostile ones have no limit. */
const deepest = 32;

/** Returns a path such as `user.identities.google.details.email` or `data[0].id`. */
export function formatPlace(place: Place): string {
  const steps: (string | number)[] = [];
  for (let at: Place | undefined = place; at?.parent; at = at.parent) steps.unshift(at.step);
  const shown = steps.slice(0, deepest).map(formatStep).join('').replace(/^\./, '');
  return steps.length > deepest ? `${shown}…` : shown || '(root)';
}

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return /^\w+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
