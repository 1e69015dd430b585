import type { Exchange } from '../receiver/exchange.ts';

/** A leak that is only fragile while the receiver runs in development mode. */
export const stackTrace = 'a stack trace';

/** Returns what a response contains that must not leave the receiver; undefined if there is nothing. */
export function findLeak(exchange: Exchange, signingKey: string): string | undefined {
  const { response } = exchange.attempt;
  if (!response) return undefined;
  const text = `${response.headers.join('\n')}\n${response.body.toString()}`;
  if (tellsKey(text, signingKey)) return 'the signing key';
  if (!exchange.isGenuine && text.includes(exchange.rightSignature)) {
    return 'the signature that would have been valid';
  }
  const isCrash = response.status >= 500 || exchange.isGenuine;
  // Outside production Express shows the stack of every error; the crash itself is reported by another check.
  if (isCrash && isExpressPage(text)) return undefined;
  return stackTraces.some((trace) => trace.test(text)) ? stackTrace : undefined;
}

/** Shorter keys, such as `key`, are words that any response may contain. */
const shortestKey = 8;

function tellsKey(text: string, signingKey: string): boolean {
  if (signingKey.length < shortestKey) return false;
  const bytes = Buffer.from(signingKey);
  const forms = [signingKey, encodeURIComponent(signingKey), bytes.toString('hex')];
  return [...forms, bytes.toString('base64').replace(/=+$/, '')].some((form) =>
    text.includes(form),
  );
}

function isExpressPage(text: string): boolean {
  return /<title>Error<\/title>[\s\S]*<pre>/.test(text);
}

/** Stack frames as the runtimes of receivers print them. */
const stackTraces = [
  // JavaScript as text, HTML and JSON, which escapes line breaks as \n.
  /(?:\n|\\n|<br\s*\/?>)(?:\s|&nbsp;|\\t)*at (?:[^\n]{0,200}?\()?(?:file:|node:|webpack|https?:|[\w@.]*[/\\])[^\n]{0,300}?:\d+:\d+/,
  /Traceback \(most recent call last\)/,
  /\bat [\w$.]+\([\w$]+\.(?:java|kt|scala):\d+\)/,
  /goroutine \d+ \[\w+\]:/,
  /#\d+ \/?[^\s(]+\.php\(\d+\)/,
  /\.rb:\d+:in [`']/,
  / at [\w.<>`]+\([^)]*\) in .+:line \d+/,
] as const;
