import { suggestedWord } from '../cli/output/text/shell.ts';
import { errorMessage } from '../core/errors.ts';
import { explainFailure } from '../core/http/explain-error.ts';
import { isLoopback } from '../core/http/loopback.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import { headerValue } from '../core/http/raw-headers.ts';
import type { Transport } from '../core/http/transport/transport.ts';
import type { Webhook } from '../tenant/api/schemas.ts';
import { isTemporary } from '../tenant/webhook/temporary.ts';
import { type Finding, findingsOf } from './finding.ts';

/** Milliseconds that Logto waits for a response. */
const timeout = 10_000;

/** Failures that Logto would see, too; others may be caused by the network of this machine. */
const certainFailures =
  /^(ENOTFOUND|ECONNREFUSED|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS|EPROTO|HPE_)/;

/**
 * Checks whether Logto can deliver to a webhook's URL, and safely. The URL is requested with HEAD, or with
 * GET if that is refused, so that no event is sent.
 * @param isNear whether the tenant runs on this machine, too
 */
export async function checkWebhookUrl(
  webhook: Webhook,
  isNear: boolean,
  transport: Transport,
): Promise<Finding> {
  const { id, name, config, enabled } = webhook;
  const about = findingsOf(`webhook:${id}`, `Webhook ${name}`);
  const url = URL.canParse(config.url) ? new URL(config.url) : undefined;
  const update = `logto-hooks tenant update ${suggestedWord(id, '<webhook>')}`;
  const change = `${update} --url https://…`;
  if (!enabled) return about.skipped(`${shown(url ?? config.url)} · disabled`);
  if (isTemporary(webhook)) return about.skipped("temporary, of 'logto-hooks listen --tenant'");
  if (!url) return about.failed(`'${shown(config.url)}' is not a valid URL.`, change);
  if (url.username !== '' || url.password !== '') {
    return about.failed(
      `${shown(url)} has a user name or password in it: Logto cannot send to such a URL.`,
      `Use a header instead: ${update} --url https://… -H "authorization: …"`,
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return about.failed(`${shown(url)} is neither http nor https.`, change);
  }
  if (isLoopback(url) && !isNear) {
    return about.failed(
      `${shown(url)} is this machine, but the tenant runs elsewhere: nothing arrives.`,
      "Follow it from here with 'logto-hooks listen --tenant', or set a public https URL.",
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return about.failed(
      `${shown(url)} is http: anyone on the network can read the users' data and replay it.`,
      `Use https: ${change}`,
    );
  }
  return requestUrl(about, url, change, transport);
}

type About = ReturnType<typeof findingsOf>;

async function requestUrl(
  about: About,
  url: URL,
  change: string,
  transport: Transport,
): Promise<Finding> {
  const where = shown(url);
  const request = (method: string) =>
    transport.request({ method, url, headers: [], body: undefined, timeout, maxResponse: 1024 });
  try {
    const head = await request('HEAD');
    const response = [405, 501].includes(head.status) ? await request('GET') : head;
    const location = headerValue(response.headers, 'location');
    if (location !== undefined && [301, 302, 303].includes(response.status)) {
      return about.failed(
        `${where} redirects (${response.status}): Logto follows with a GET that has no body, and the event is lost.`,
        `Use the final URL: ${shownLocation(location, url)}`,
      );
    }
    if (location !== undefined && [307, 308].includes(response.status)) {
      return about.warned(
        `${where} redirects (${response.status}): Logto repeats the POST there, which takes longer.`,
        `Use the final URL: ${shownLocation(location, url)}`,
      );
    }
    if (response.status >= 500) {
      return about.warned(`${where} responds with ${response.status}.`, "Look at the app's log.");
    }
    const hint = isLoopback(url) ? '; a Logto in a container would not find it by this name' : '';
    return about.passed(`${where} responds${hint}`);
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(errorMessage(error));
    const { code, message, remedy } = explainFailure(cause, url);
    if (certainFailures.test(code)) return about.failed(`${where}: ${message}`, remedy || change);
    return about.warned(
      `${where} could not be checked from this machine: ${message}`,
      remedy || change,
    );
  }
}

function shownLocation(location: string, base: URL): string {
  return shown(URL.canParse(location, base.href) ? new URL(location, base) : location);
}

/** Returns a URL without user information and query values, which may be secret, and without a lone slash. */
function shown(url: URL | string): string {
  return maskUrl(url).replace(/^(\w+:\/\/[^/?]+)\/(?=$|\?)/, '$1');
}
