import { plainText } from '../cli/output/text/plain-text.ts';
import { printFolded } from '../cli/output/text/wrap.ts';
import type { Output } from '../cli/terminal/index.ts';
import { UsageError } from '../core/errors.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { targetUrlFor } from '../core/http/target-url.ts';
import { eventMatcher } from '../core/logto/event-patterns.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';

/** Events that are forwarded to their own URL. */
export interface Route {
  /** As typed, such as `Organization.*`. */
  readonly patterns: string;
  readonly matches: (event: string | null) => boolean;
  readonly url: URL;
}

/** Where a delivery is sent to. */
export interface ForwardTarget {
  readonly url: URL;
  /** Added to each request; they replace headers with the same name. */
  readonly headers: CustomHeaders;
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * Parses `--route`, such as `Organization.*=localhost:4000/hook`.
 * @throws UsageError for anything else, an unknown event and an invalid URL
 */
export function parseRoute(text: string): Route {
  const at = text.indexOf('=');
  const patterns = text.slice(0, Math.max(0, at)).trim();
  if (patterns === '') {
    throw new UsageError(
      `'${maskUrl(text)}' is not a valid route.`,
      "Use <patterns>=<url>, such as 'Organization.*=localhost:4000/hook'.",
    );
  }
  return { patterns, matches: eventMatcher(patterns), url: parseEndpoint(text.slice(at + 1)) };
}

export interface RouterOptions {
  /** The first match wins. */
  readonly routes: readonly Route[];
  /** For events without a route. */
  readonly forwardTo: URL | undefined;
  readonly headers: CustomHeaders;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Chooses the URL that a delivery is forwarded to. */
export class Router {
  readonly #options: RouterOptions;
  readonly #err: Output;
  #hasWarned = false;
  #hasExplained = false;

  constructor(options: RouterOptions, err: Output) {
    this.#options = options;
    this.#err = err;
  }

  /** Whether any delivery is forwarded. */
  get forwards(): boolean {
    return this.destinations.length > 0;
  }

  /** All URLs, those of the routes first, with a name such as `http://localhost:4000/hook (Role.*)`. */
  get destinations(): readonly { readonly name: string; readonly url: URL }[] {
    const { routes, forwardTo } = this.#options;
    return [
      ...routes.map(({ patterns, url }) => ({ name: `${maskUrl(url)} (${patterns})`, url })),
      ...(forwardTo ? [{ name: maskUrl(forwardTo), url: forwardTo }] : []),
    ];
  }

  /**
   * Returns the target for a delivery; undefined if it is not forwarded.
   * @param path path and query of the request; null if it did not arrive over HTTP
   */
  targetFor(event: string | null, path: string | null): ForwardTarget | undefined {
    const { forwardTo, headers, timeout } = this.#options;
    const base = this.#routeFor(event)?.url ?? forwardTo;
    if (!base) return undefined;
    const { url, isQueryLost } = targetUrlFor(base, path);
    if (isQueryLost) this.#warnOfLostQuery(base);
    return { url, headers, timeout };
  }

  #routeFor(event: string | null): Route | undefined {
    return this.#options.routes.find(({ matches }) => matches(event));
  }

  /**
   * Explains, once, that the app has no route at `/`, where deliveries arrive if neither their sender nor the
   * target has a path.
   * @param status of the app's response; null if it did not respond
   */
  explainResponse(event: string | null, { url }: ForwardTarget, status: number | null): void {
    const isMissing = status === 404 || status === 405;
    const route = this.#routeFor(event);
    const base = route?.url ?? this.#options.forwardTo;
    if (this.#hasExplained || !isMissing || url.pathname !== '/' || base?.search !== '') return;
    this.#hasExplained = true;
    const to = `${base.origin}/webhook`;
    const option = route ? `--route '${plainText(route.patterns)}=${to}'` : `--forward-to ${to}`;
    const hint = `! Your app has no route at /. If its webhook route is /webhook, listen with ${option}.`;
    printFolded([this.#err.style.yellow(hint)], this.#err);
  }

  #warnOfLostQuery(base: URL): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const warning = `! The path of ${maskUrl(base)} replaces the incoming path, so the incoming query is not forwarded. To keep both, forward to ${base.origin}.`;
    printFolded([this.#err.style.yellow(warning)], this.#err);
  }
}
