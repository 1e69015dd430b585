import { isObject } from '../json/is-object.ts';
import { isConsoleTest } from '../payload/console-test.ts';
import { Redactor, type Replacement } from './redactor.ts';

export interface Redacted {
  /** The payload with other values, laid out as it was. */
  readonly text: string;
  /** Where something was replaced, in the order of the text; never what. */
  readonly replaced: readonly Replacement[];
}

/**
 * Replaces personal data in a payload with pseudonyms, so that it may be shown to others: emails,
 * phone numbers, names, usernames, URLs, IP addresses, user agents, tokens, dates of birth, ids of all
 * kinds, everything in custom data, profiles, linked accounts, second factors and trusted devices, free
 * text, and an organization's name and description. Fields that are new are replaced where their name
 * or their value looks personal.
 *
 * The same original becomes the same pseudonym of the same form, in one payload and in all that are
 * redacted with one key, and is found inside of other texts, too, also in base64, base64url, hex,
 * percent-encoding or JSON's escapes. What stays: names and descriptions of roles, scopes and
 * applications, but for what is personal in them; the ids that every Logto has (`demo-app` …); times of
 * events, booleans, nulls, empty strings, the order of keys; numbers, unless they look like somebody's,
 * such as a phone number in custom data; and what the Console makes up for tests.
 * @param text JSON; it is rewritten, never parsed and written anew
 * @param key secret: with it, one who knows a person can find out the pseudonym
 * @throws SyntaxError when the text is no JSON
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
