import { isObject } from '../json/is-object.ts';
import { isConsoleTest } from '../payload/console-test.ts';
import { Redactor, type Replacement } from './redactor.ts';

export interface Redacted {
  /** The payload with other values and the same layout. */
  readonly text: string;
  /** The replaced places in the order of the text, without their values. */
  readonly replaced: readonly Replacement[];
}

/**
 * Replaces personal data in a payload with pseudonyms, so that it may be shown to others: emails, phone
 * numbers, names, usernames, URLs, IP addresses, user agents, tokens, dates of birth, ids of all kinds,
 * everything in custom data, profiles, linked accounts, second factors and trusted devices, free text, and an
 * organization's name and description. Unknown fields are replaced if their name or value looks personal.
 *
 * The same original becomes the same pseudonym of the same shape in all payloads that are redacted with one
 * key, and is also found inside other texts, even in base64, base64url, hex, percent-encoding or JSON escapes.
 * What stays: names and descriptions of roles, scopes and applications, except for personal parts; the ids that
 * every Logto has (`demo-app` …); times of events, booleans, nulls, empty strings, the order of keys; numbers,
 * unless they look personal, such as a phone number in custom data; and the made-up values of the Console's
 * tests.
 * @param text JSON, which is edited as text
 * @param key secret: anyone who has it can find the pseudonym of a person they know
 * @throws SyntaxError if the text is not JSON
 */
export function redactPayload(text: string, key: string): Redacted {
  const parsed: unknown = JSON.parse(text);
  const payload = isObject(parsed) ? parsed : {};
  const { event, matchedRoute, type } = payload;
  const subject = {
    event: typeof event === 'string' ? event : '',
    route: typeof matchedRoute === 'string' ? matchedRoute : '',
    identifier: typeof type === 'string' ? type : '',
  };
  const redactor = new Redactor(subject, isConsoleTest(payload) ? /^\/?fake-/ : undefined, key);
  redactor.learn(text);
  return redactor.rewrite(text);
}
