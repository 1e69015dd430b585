import { signatureHeader } from '../logto/signature.ts';
import type { Diagnosis, DiagnosisCause } from './cause.ts';

/** A received header value, without the characters that should not surround it. */
export interface ReadSignature {
  /** The value in lower case, without quotation marks, prefix and whitespace. */
  readonly text: string;
  /** The decoded bytes; undefined when it is neither hexadecimal nor base64. */
  readonly digest: Uint8Array | undefined;
  /** Whether the value is hexadecimal, ignoring case and surrounding whitespace. */
  readonly isHex: boolean;
  /** How its format differs from what Logto sends. */
  readonly defects: readonly Defect[];
}

interface Defect {
  readonly cause: DiagnosisCause;
  /** Continues "The signature is correct, but it …". */
  readonly phrase: string;
}

const sendAsHex = 'Send it as 64 lowercase hexadecimal characters and nothing else.';
const sendOne = `Sign the raw body, send the result in the ${signatureHeader} header, and make sure no proxy drops it.`;

export const missingSignature: Diagnosis = {
  cause: 'signature-missing',
  message: `The ${signatureHeader} header is missing.`,
  remedy: sendOne,
};

export const emptySignature: Diagnosis = {
  cause: 'signature-empty',
  message: 'The signature is empty.',
  remedy: sendOne,
};

export const notHexSignature: Diagnosis = {
  cause: 'signature-not-hex',
  message: 'The signature is not hexadecimal, and it does not match in any other encoding.',
  remedy: sendAsHex,
};

/**
 * Returns the diagnosis of a header that was sent several times.
 * @param oneIsValid whether one of the values is the body's signature
 */
export function repeatedSignature(oneIsValid: boolean): Diagnosis {
  return {
    cause: 'signature-repeated',
    message: `The signature header was sent more than once, and ${oneIsValid ? 'one of its values is' : 'none of its values are'} valid.`,
    remedy: `Send the ${signatureHeader} header once: look for a custom header of that name on the webhook, or a proxy or client that adds it.`,
  };
}

/**
 * Returns the diagnosis of a signature with the wrong length.
 * @param length the received signature's length in characters
 * @param isPrefix whether it is the beginning of the valid signature
 */
export function signatureOfLength(length: number, isPrefix: boolean): Diagnosis {
  return {
    cause: 'signature-length',
    message: `The signature has ${length} characters instead of 64${isPrefix ? ': it is valid but truncated' : ''}.`,
    remedy: isPrefix
      ? 'Send all of it: look for a column, log or copy that truncates it.'
      : 'Send the full HMAC-SHA256 as 64 hexadecimal characters.',
  };
}

/** Describes a signature that is correct except for its format. */
export function defectiveSignature([first, ...others]: readonly [Defect, ...Defect[]]): Diagnosis {
  const phrases = [first, ...others].map(({ phrase }) => phrase);
  return {
    cause: first.cause,
    message: `The signature is correct, but it ${phrases.join(' and ')}.`,
    remedy: sendAsHex,
  };
}

/** Adds the defects of the signature's format to a diagnosis of the key or body. */
export function withDefects(diagnosis: Diagnosis, defects: readonly Defect[]): Diagnosis {
  if (defects.length === 0 || diagnosis.cause.startsWith('signature-')) return diagnosis;
  const phrases = defects.map(({ phrase }) => phrase).join(' and ');
  return {
    cause: diagnosis.cause,
    message: `${diagnosis.message.replace(/\.$/, '')}; also, the signature ${phrases}.`,
    remedy: `${diagnosis.remedy} ${sendAsHex}`,
  };
}

/**
 * Returns the values of a header that was sent several times. node:http joins them with commas, and Logto does
 * the same if a webhook has a custom header with the signature header's name in another case.
 */
export function repeatedValues(signature: unknown): readonly unknown[] {
  if (Array.isArray(signature)) return signature;
  if (typeof signature !== 'string' || !signature.includes(',')) return [signature];
  const values = signature.split(',').map((value) => value.trim());
  const isList =
    values.some((value) => hexSignature.test(value)) && !/^v\d+$/.test(values[0] ?? '');
  return isList ? values : [signature];
}

const hexSignature = /^[\da-f]{64}$/i;

const repairs: readonly (Defect & { readonly repair: (text: string) => string })[] = [
  {
    cause: 'signature-quoted',
    phrase: 'has quotation marks around it',
    repair: (text) => text.replace(/^(["'`])(.*)\1$/s, '$2'),
  },
  {
    cause: 'signature-prefixed',
    phrase: 'has a prefix',
    repair: (text) =>
      text.replace(/^(?:logto-signature-sha-256:|(?:hmac-?)?sha-?256[=:]|v\d[=,])\s*/i, ''),
  },
  {
    cause: 'signature-white-space',
    phrase: 'contains whitespace',
    repair: (text) => text.replace(/\s+/g, ''),
  },
  {
    cause: 'signature-upper-case',
    phrase: 'is uppercase',
    repair: (text) => (/^[\dA-F]+$/i.test(text) ? text.toLowerCase() : text),
  },
];

/** Reads a signature in any of the formats that senders use. */
export function readSignature(value: string): ReadSignature {
  const defects: Defect[] = [];
  let text = value;
  for (const { cause, phrase, repair } of repairs) {
    const repaired = repair(text);
    if (repaired !== text) defects.push({ cause, phrase });
    text = repaired;
  }
  const isHex = /^\s*[\da-f]+\s*$/i.test(value);
  if (/^[\da-f]+$/.test(text)) {
    // Buffer.from silently drops half a byte.
    const digest = text.length % 2 === 0 ? Buffer.from(text, 'hex') : undefined;
    return { text, digest, isHex, defects };
  }
  if (!/^[\w+/-]+={0,2}$/.test(text)) return { text, digest: undefined, isHex, defects };
  defects.push({ cause: 'signature-base64', phrase: 'is base64 instead of hexadecimal' });
  return { text, digest: Buffer.from(text, 'base64'), isHex, defects };
}
