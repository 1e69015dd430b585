import { signatureHeader } from '../../core/logto/signature.ts';
import type { Exchange } from '../receiver/exchange.ts';
import { oneLine, readableText } from '../receiver/readable-text.ts';
import type { RootCause, RootCauseId } from './root-cause.ts';

interface KnownError {
  readonly id: RootCauseId;
  /** Matches the text that the runtime or framework prints. */
  readonly pattern: RegExp;
  readonly message: string;
  readonly remedy: string;
}

const readRaw =
  'Read the raw body before the handler: express.raw(), request.get_data(), io.ReadAll(r.Body), php://input.';
const setKey =
  'Set the variable that the receiver reads (--start sets LOGTO_WEBHOOK_SIGNING_KEY), and refuse to start without it.';
const exempt = 'Exempt the webhook from CSRF protection: its signature is the proof of origin.';
const allowHost = "Add the host of the webhook's URL to the list of allowed hosts.";

/** Errors that have only one cause if they occur during verification. */
const knownErrors: readonly KnownError[] = [
  {
    id: 'body-not-read',
    pattern: /The "data" argument must be of type string[^\n]*Received (?:undefined|null)/,
    message: 'The receiver computes the HMAC over undefined: the body was not read.',
    remedy: readRaw,
  },
  {
    id: 'body-parsed',
    pattern:
      /The "data" argument must be of type string[^\n]*Received an instance of (?:Object|Array)/,
    message:
      'The receiver computes the HMAC over the parsed body, an object, instead of the raw body.',
    remedy: readRaw,
  },
  {
    id: 'key-unset',
    pattern: /The "key" argument must be of type[^\n]*Received (?:undefined|null)/,
    message: 'The signing key of the receiver is not set: it computes the HMAC with undefined.',
    remedy: setKey,
  },
  {
    id: 'key-unset',
    pattern:
      /KeyError: '(?!HTTP_)(?!\w*SIGNATURE)\w*(?:KEY|SECRET|LOGTO)\w*'|key: expected bytes or bytearray, but got 'NoneType'/,
    message: 'The signing key of the receiver is not set.',
    remedy: setKey,
  },
  {
    id: 'signature-header-name',
    pattern: /KeyError: '[\w-]*signature[\w-]*'/i,
    message: 'The receiver reads the signature from a header that deliveries do not have.',
    remedy: `Read the header ${signatureHeader}: request.headers.get("${signatureHeader}") in Flask, Django and FastAPI.`,
  },
  {
    id: 'key-encoded',
    pattern: /key: expected bytes or bytearray, but got 'str'/,
    message: 'The receiver gives the HMAC its key as text; Python needs bytes.',
    remedy: 'Encode the key: hmac.new(key.encode(), raw_body, hashlib.sha256).',
  },
  {
    id: 'body-encoded',
    pattern: /(?:Strings|Unicode-objects) must be encoded before hashing/,
    message: 'The receiver gives the HMAC the body as text; Python needs bytes.',
    remedy:
      'Verify the bytes of the request: request.get_data(), await request.body(), request.body.',
  },
  {
    id: 'signature-type',
    pattern:
      /unsupported operand types\(s\) or combination of types: '\w+' and '\w+'|a bytes-like object is required, not 'str'/,
    message: 'The receiver mixes bytes with text while it verifies the signature.',
    remedy:
      'Compare text with text: hmac.compare_digest(mac.hexdigest(), request.headers.get("logto-signature-sha-256", "")).',
  },
  {
    id: 'body-parsed',
    pattern:
      /"?\[object Obj(?:ect\])?"?(?:\.\.\.)? ?[^\n]*is not valid JSON|Unexpected token o in JSON at position 1/,
    message: 'The receiver parses a body that is already parsed: JSON.parse gets an object.',
    remedy: 'Parse the body once, after its raw bytes are verified.',
  },
  {
    id: 'body-not-read',
    pattern:
      /stream is not readable|Body is unusable|[Bb]ody (?:has )?(?:already been|was already) (?:consumed|read|used)|RawPostDataException/,
    message: 'The receiver reads the body a second time, after it was consumed.',
    remedy: 'Read the raw body once, verify it, and parse the same bytes.',
  },
];

/** Refusals by frameworks. */
const knownRefusals: readonly KnownError[] = [
  {
    id: 'csrf-checked',
    pattern:
      /CSRF verification failed|CSRF token (?:mismatch|missing)|InvalidAuthenticityToken|verify CSRF token|invalid csrf token|EBADCSRFTOKEN|Page Expired/i,
    message: 'The CSRF protection of the framework refuses deliveries: they carry no CSRF token.',
    remedy: exempt,
  },
  {
    id: 'host-checked',
    pattern:
      /Invalid HTTP_HOST header|DisallowedHost|Blocked hosts?:|Blocked request\. This host|Invalid Hostname|not trusted by this application|Untrusted Host/i,
    message: 'The framework refuses the host that deliveries are sent to.',
    remedy: allowHost,
  },
];

/**
 * Finds a mistake that the receiver reports itself.
 * @param texts response bodies and printed output
 * @param endsVerification whether a wrong signature fails in the same way, so that the error is part of verifying
 */
export function readReportedError(
  texts: readonly string[],
  endsVerification: boolean,
): RootCause | undefined {
  const known = endsVerification ? [...knownErrors, ...knownRefusals] : knownRefusals;
  for (const { id, pattern, message, remedy } of known) {
    for (const text of texts) {
      const line = text.split('\n').find((one) => pattern.test(one));
      if (line === undefined) continue;
      return { id, message, evidence: `It says: ${oneLine(line, 200)}`, remedy };
    }
  }
  return undefined;
}

const saysMissing =
  /\b(?:missing|no|without|absent|required)\b[^.]{0,30}signature|signature[^.]{0,30}\b(?:missing|required|absent|not (?:found|provided|present|set))\b/i;
const saysWrong = /invalid|wrong|incorrect|mismatch|bad|not valid|verification|unauthorized.*or/i;

/** Matches responses of common middleware to requests that are not logged in. */
const saysLogin =
  /\bjwt\b|authorization token|credentials were not provided|\bnot authenticated\b|\bunauthenticated\b|login required/i;
const saysAddress =
  /\bIP\b[^.]{0,40}\b(?:not allowed|not permitted|not whitelisted|blocked|denied|forbidden)\b/i;
const excludePath =
  'Exclude the path of the webhook from authentication, or give the webhook the header as a custom header and test with -H.';

/**
 * Finds the reason that a refusal states if no experiment found one: a login challenge, or a signature that
 * the receiver does not see.
 */
export function readStatedRefusal({ attempt: { response } }: Exchange): RootCause | undefined {
  if (!response) return undefined;
  const { headers } = response;
  const at = headers.findIndex(
    (name, index) => index % 2 === 0 && /^www-authenticate$/i.test(name),
  );
  const challenge = at < 0 ? '' : (headers[at + 1] ?? '');
  if (response.status === 401 && /^(?:basic|digest|bearer|negotiate)\b/i.test(challenge)) {
    return {
      id: 'authentication-required',
      message: 'The path of the webhook is behind a login: it asks for authentication.',
      evidence: `WWW-Authenticate: ${oneLine(challenge, 100)}`,
      remedy: excludePath,
    };
  }
  const text = oneLine(readableText(response.body.toString()), 200);
  const says = `It says: ${text}`;
  if (saysLogin.test(text)) {
    return {
      id: 'authentication-required',
      message: 'The path of the webhook is behind a login: it asks for authentication.',
      evidence: says,
      remedy: excludePath,
    };
  }
  if (saysAddress.test(text)) {
    return {
      id: 'address-checked',
      message: 'The receiver, or a proxy in front of it, refuses the IP address of the sender.',
      evidence: says,
      remedy: 'Allow the addresses that your Logto sends from, or rely on the signature alone.',
    };
  }
  if (!saysMissing.test(text) || saysWrong.test(text)) return undefined;
  return {
    id: 'signature-header-name',
    message: `The receiver does not see the signature, though it was sent in ${signatureHeader}.`,
    evidence: says,
    remedy: `Read the header ${signatureHeader} under exactly that name: in lower case from req.headers in Node, with r.Header.Get in Go, as $_SERVER['HTTP_LOGTO_SIGNATURE_SHA_256'] in PHP.`,
  };
}

const errorLine =
  /^\s*(?:Uncaught |panic: |.*http: panic serving [^:]+(?::\d+)?: |\[?\w*\]? ?PHP )?(?:[\w.$]*(?:Error|Exception)(?: \[\w+\])?(?::|\b)|runtime error:|Fatal error:|Warning:|Traceback)/;

/** Returns the line of an error in printed output or a response; undefined if none is recognized. */
export function findErrorLine(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const lines = text.split('\n').filter((line) => errorLine.test(line));
    const line = lines.findLast((one) => !/^\s*Traceback/.test(one));
    if (line !== undefined) return oneLine(line, 200);
  }
  return undefined;
}
