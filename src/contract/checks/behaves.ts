import { type Check, coveredBy, type Finding, failed, passed, skipped } from '../check.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import {
  describeResponse,
  isAccepted,
  isRateLimited,
  isRedirect,
  statusOf,
} from '../receiver/exchange.ts';
import { receiverCode } from '../snippets/snippets.ts';
import { coveredElsewhere, lossFailure, summarize } from './assertions.ts';
import { findDevelopmentMode } from './development-mode.ts';
import { runKeepAlive } from './keep-alive.ts';
import { findLeak, stackTrace } from './leaks.ts';

const group = 'behaves';

/** Checks of behavior over HTTP and over time. */
export const behavesChecks: readonly Check[] = [
  {
    id: 'behaves/answers-in-time',
    group,
    severity: 'error',
    phase: 'last',
    why: 'Logto waits 10 s for a response, then logs an Error; responses above 3 s leave little headroom under load.',
    sends: 'no requests of its own: it inspects all responses of the run',
    remedy:
      'Answer 2xx as soon as the signature is verified, and do the work afterwards, in a queue or in the background.',
    run: async (client) => judgeTimes(client),
  },
  {
    id: 'behaves/no-redirect',
    group,
    severity: 'error',
    phase: 'last',
    why: 'After a 301, 302 or 303 Logto sends a GET without a body and logs Success: the event is lost silently. 307 and 308 repeat the POST, which costs another round trip.',
    sends: 'no requests of its own: it inspects the responses to genuine deliveries',
    remedy:
      "Give Logto the final URL (https, www, trailing slash), and exclude the webhook's path from any login. In Next.js, set skipTrailingSlashRedirect.",
    run: async (client) => judgeRedirects(client),
  },
  {
    id: 'behaves/no-secret-leak',
    group,
    severity: 'error',
    phase: 'last',
    why: 'Anyone can get a response from a receiver, and one that contains the signing key, a valid signature or a stack trace helps attackers forge deliveries. In development mode, a stack trace is a warning.',
    sends: 'no requests of its own: it inspects headers and bodies of all responses',
    remedy:
      'Answer errors with a fixed message and log the details. For Express, set NODE_ENV=production or add an error handler.',
    run: async (client) => judgeLeaks(client),
  },
  {
    id: 'behaves/no-extra-header-needed',
    group,
    severity: 'error',
    phase: 'parallel',
    why: 'logto-signature-sha-256 is the only Logto-specific header: there is no timestamp, delivery ID or event name.',
    sends: "an event with Logto's headers and no others",
    remedy: 'Read what you need from the body: it contains event, createdAt and hookId.',
    run: (client) => runPlainHeaders(client),
  },
  {
    id: 'behaves/survives',
    group,
    severity: 'error',
    phase: 'last',
    why: 'A bad request must not prevent the receiver from accepting the next event from Logto, which is sent only once.',
    sends: 'an ordinary event, after everything else',
    remedy:
      'Catch errors in the handler, including callbacks and promises, so that a bad request gets a 4xx instead of crashing the process; do not block Logto because of requests from others.',
    run: (client) => runSurvives(client),
  },
  {
    id: 'behaves/keep-alive',
    group,
    severity: 'error',
    phase: 'isolated',
    why: 'Logto keeps its connection open and sends the next event over it; a POST on a connection that is closed without notice is lost.',
    sends: '5 events in a row over one connection',
    remedy:
      'Do not close the socket after a response, or send the header connection: close with it.',
    run: (client) => runKeepAlive(client),
  },
  {
    id: 'behaves/get-not-accepted',
    group,
    severity: 'warn',
    phase: 'forged',
    why: 'After a redirect Logto sends a GET without a body; a 2xx to it hides that the event was lost.',
    sends: 'a GET, as Logto sends it after a redirect',
    remedy: 'Accept POST only, and answer 405 to other methods.',
    run: (client) => runGet(client),
  },
  {
    id: 'behaves/malformed-json',
    group,
    severity: 'warn',
    phase: 'isolated',
    why: 'Logto always sends valid JSON. If another sender with the key does not, a 4xx tells it what is wrong; a 5xx is retried.',
    sends: 'a signed body whose JSON is cut off',
    remedy: 'Catch JSON parse errors and answer 400.',
    snippets: receiverCode,
    run: (client) => runMalformed(client),
  },
];

/** Milliseconds above which a response is slow. */
const slow = 3000;

function judgeTimes({ session }: ReceiverClient): Finding {
  const { warmUp } = session;
  const answered = session.exchanges.filter(
    (exchange) => exchange !== warmUp && exchange.attempt.response !== null,
  );
  const [slowest] = answered.toSorted((a, b) => b.attempt.latencyMs - a.attempt.latencyMs);
  if (!slowest) return skipped('No responses.');
  const { latencyMs } = slowest.attempt;
  const description = `${describeResponse(slowest)} (after ${seconds(latencyMs)})`;
  if (latencyMs > session.options.timeout) return failed(slowest.sent, description, 'error');
  if (latencyMs > slow) return failed(slowest.sent, description, 'warn');
  const start = warmUp
    ? ` The first response took ${seconds(warmUp.attempt.latencyMs)}, while the receiver was starting.`
    : '';
  return passed(`The slowest of ${answered.length} responses took ${seconds(latencyMs)}.${start}`);
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.ceil(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

function judgeRedirects({ session }: ReceiverClient): Finding {
  const redirected = session.exchanges.filter(
    (exchange) =>
      exchange.isGenuine && (exchange.attempt.redirects.length > 0 || isRedirect(exchange)),
  );
  const harmful = redirected.find(isRedirect);
  const found = harmful ?? redirected[0];
  if (!found) return passed('No genuine delivery was redirected.');
  return failed(found.sent, describeResponse(found), harmful ? 'error' : 'warn');
}

function judgeLeaks({ session }: ReceiverClient): Finding {
  const { exchanges, options } = session;
  const leaks = exchanges.flatMap((exchange) => {
    const leak = findLeak(exchange, options.signingKey);
    return leak ? [{ exchange, leak }] : [];
  });
  const [found] = [...leaks.filter(({ leak }) => leak !== stackTrace), ...leaks];
  if (!found) {
    return passed(
      `None of ${exchanges.length} responses contains the key, a valid signature or a stack trace.`,
    );
  }
  const { exchange, leak } = found;
  const development = leak === stackTrace ? findDevelopmentMode(session) : undefined;
  return development === undefined
    ? failed(exchange.sent, `It contains ${leak}: ${describeResponse(exchange)}`)
    : failed(
        exchange.sent,
        `It contains ${leak}, in development mode (${development}): ${describeResponse(exchange)}`,
        'warn',
      );
}

async function runPlainHeaders(client: ReceiverClient): Promise<Finding> {
  const { baseline } = client.session;
  if (!baseline) return skipped('No subscribed event is accepted.');
  const exchange = await client.deliver(baseline);
  if (isAccepted(exchange)) return passed(summarize([exchange]));
  return (
    coveredElsewhere(exchange) ??
    skipped(`It refuses a delivery that it accepted before: ${describeResponse(exchange)}`)
  );
}

async function runSurvives(client: ReceiverClient): Promise<Finding> {
  const { session } = client;
  if (session.lost !== null) return lossFailure(session);
  if (!session.baseline) return skipped('No subscribed event was accepted before.');
  const exchange = await client.deliver(session.baseline);
  if (isAccepted(exchange)) return passed(summarize([exchange]));
  const failure = failed(exchange.sent, describeResponse(exchange));
  return isRateLimited(exchange) && session.isRateLimited
    ? coveredBy(failure, 'tolerates/concurrency', 'It responded 429, too many requests')
    : failure;
}

async function runGet(client: ReceiverClient): Promise<Finding> {
  const { baseline } = client.session;
  if (!baseline) return skipped('It accepts no event, so this proves nothing.');
  const body = client.payloads.text(baseline);
  const exchange = await client.post(body, { method: 'GET', signatures: [client.sign(body)] });
  const status = statusOf(exchange) ?? 500;
  const isWrong = status < 300 || status >= 500;
  return isWrong
    ? failed(exchange.sent, describeResponse(exchange))
    : passed(summarize([exchange]));
}

async function runMalformed(client: ReceiverClient): Promise<Finding> {
  const { baseline } = client.session;
  if (!baseline) return skipped('No subscribed event is accepted.');
  const text = client.payloads.text(baseline);
  const exchange = await client.post(text.slice(0, text.length >> 1), {
    note: 'cut short',
    isForeign: true,
  });
  const nothing = coveredElsewhere(exchange);
  if (nothing) return nothing;
  const status = statusOf(exchange) ?? 500;
  const isRight = status >= 400 && status < 500;
  return isRight
    ? passed(summarize([exchange]))
    : failed(exchange.sent, describeResponse(exchange));
}
