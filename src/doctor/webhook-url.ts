import { suggestedWord } from '../cli/output/text/shell.ts';
import { explainFailure } from '../core/http/explain-error.ts';
import { isLoopback } from '../core/http/loopback.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import { headerValue } from '../core/http/raw-headers.ts';
import type { Transport } from '../core/http/transport.ts';
import { type Finding, findingsOf } from './finding.ts';

/** A webhook, as far as its address goes. */
export interface WebhookSight {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
}

/** Milliseconds: what Logto waits for an answer. */
const timeout = 10_000;

/**
 * Whether Logto can deliver to a webhook's URL, and safely. Only what is on this machine is asked, and
 * with a HEAD, or a GET where that is refused: no event is made up.
 * @param isNear whether the tenant runs on this machine, too
 */
export async function checkWebhook(
  { id, name, url: text, enabled }: WebhookSight,
  isNear: boolean,
  transport: Transport,
): Promise<Finding> {
  const about = findingsOf(`webhook:${id}`, `Webhook ${name}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const update = `logto-hooks tenant update ${suggestedWord(id, '<webhook>')}`;
  const change = `${update} --url https://…`;
  if (!enabled) return about.skipped(`${shown(url ?? text)} · switched off`);
  if (!url) return about.failed(`'${shown(text)}' is not a valid URL.`, change);
  if (url.username !== '' || url.password !== '') {
    return about.failed(
      `${shown(url)} has a user name or password in it: Logto cannot send to such a URL.`,
      `Give it a header instead: ${update} --url https://… -H "authorization: …"`,
    );
  }
  if (url.hostname === 'logto-hooks.invalid') {
    return about.passed("followed by its log: 'logto-hooks listen --tenant' made it");
  }
  if (isLoopback(url)) {
    if (isNear) return askLoopback(about, url, change, transport);
    return about.failed(
      `${shown(url)} is this machine, where the tenant does not run: nothing arrives.`,
      "Follow it from here with 'logto-hooks listen --tenant', or give it a public https URL.",
    );
  }
  if (url.protocol === 'http:') {
    return about.failed(
      `${shown(url)} is http: who is on the way can read what your users' data are, and replay it.`,
      `Use https: ${change}`,
    );
  }
  if (url.protocol !== 'https:') {
    return about.failed(`${shown(url)} is neither http nor https.`, change);
  }
  return about.passed(shown(url));
}

type About = ReturnType<typeof findingsOf>;

async function askLoopback(
  about: About,
  url: URL,
  change: string,
  transport: Transport,
): Promise<Finding> {
  const where = shown(url);
  const ask = (method: string) =>
    transport.request({ method, url, headers: [], body: undefined, timeout, maxResponse: 1024 });
  try {
    const head = await ask('HEAD');
    const answer = [405, 501].includes(head.status) ? await ask('GET') : head;
    const location = headerValue(answer.headers, 'location');
    if (location !== undefined && [301, 302, 303].includes(answer.status)) {
      return about.failed(
        `${where} redirects (${answer.status}): Logto follows with a GET that has no body, and the event is lost.`,
        `Name where it leads to at once: ${shownLocation(location, url)}`,
      );
    }
    if (location !== undefined && [307, 308].includes(answer.status)) {
      return about.warned(
        `${where} redirects (${answer.status}): Logto repeats the POST there, and it takes longer.`,
        `Name where it leads to at once: ${shownLocation(location, url)}`,
      );
    }
    return about.passed(`${where} answers; a Logto in a container would not find it by this name`);
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    const { message, remedy } = explainFailure(reason, url);
    return about.failed(`${where}: ${message}`, remedy || change);
  }
}

function shownLocation(location: string, base: URL): string {
  return shown(URL.canParse(location, base.href) ? new URL(location, base) : location);
}

/** Without user information and query values, which may be secret, and without a slash alone. */
function shown(url: URL | string): string {
  return maskUrl(url).replace(/^(\w+:\/\/[^/?]+)\/(?=$|\?)/, '$1');
}
