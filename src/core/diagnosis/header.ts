import { signatureHeader } from '../logto/signature.ts';
import type { Diagnosis, DiagnosisCause } from './cause.ts';

/** A received header value, freed of what should not be around it. */
export interface ReadSignature {
  /** The value without quotation marks, prefix, white space and upper case. */
  readonly text: string;
  /** The bytes it stands for; none where it is neither hexadecimal nor base64. */
  readonly digest: Uint8Array | undefined;
  /** Whether the value itself is hexadecimal, upper case and white space around it aside. */
  readonly isHex: boolean;
  /** How its form differs from what Logto sends. */
  readonly defects: readonly Defect[];
}

interface Defect {
  readonly cause: DiagnosisCause;
  /** Continues "The signature is right, but …". */
  readonly phrase: string;
}

const sendAsHex = 'Send it as 64 lower-case hexadecimal characters, with nothing around them.';
const sendOne = `Sign the raw body and send the result in the header ${signatureHeader}, and see that no proxy drops it.`;

export const missingSignature: Diagnosis = {
  cause: 'signature-missing',
  message: `There is no signature: the header ${signatureHeader} is missing.`,
  remedy: sendOne,
};

export const emptySignature: Diagnosis = {
  cause: 'signature-empty',
  message: 'The signature is empty.',
  remedy: sendOne,
};

export const notHexSignature: Diagnosis = {
  cause: 'signature-not-hex',
  message: 'The signature is not hexadecimal, and is not right in another notation either.',
  remedy: sendAsHex,
};

/** @param oneIsRight whether one of the values is the body's signature */
export function repeatedSignature(oneIsRight: boolean): Diagnosis {
  return {
    cause: 'signature-repeated',
    message: `The signature came more than once, and ${oneIsRight ? 'one of the values is' : 'none of the values is'} right.`,
    remedy: `Send the header ${signatureHeader} once: look for a proxy or a client that adds it a second time.`,
  };
}

/**
 * @param length of the received signature, in characters
 * @param isBeginning whether it is the beginning of the right one
 */
export function signatureOfLength(length: number, isBeginning: boolean): Diagnosis {
  return {
    cause: 'signature-length',
    message: `The signature has ${length} characters instead of 64${isBeginning ? ': it is the beginning of the right one, cut off' : ''}.`,
    remedy: isBeginning
      ? 'Send it whole: look for a column, a log or a copy that shortens it.'
      : 'Send the whole HMAC-SHA256 as 64 hexadecimal characters.',
  };
}

/** For a signature that is right once its form is mended. */
export function defectiveSignature([first, ...others]: readonly [Defect, ...Defect[]]): Diagnosis {
  const phrases = [first, ...others].map(({ phrase }) => phrase);
  return {
    cause: first.cause,
    message: `The signature is right, but ${phrases.join(' and ')}.`,
    remedy: sendAsHex,
  };
}

/** A diagnosis of key or body, with what is wrong with the signature's form as well. */
export function besides(diagnosis: Diagnosis, defects: readonly Defect[]): Diagnosis {
  if (defects.length === 0 || diagnosis.cause.startsWith('signature-')) return diagnosis;
  const phrases = defects.map(({ phrase }) => phrase).join(' and ');
  return {
    cause: diagnosis.cause,
    message: `${diagnosis.message.replace(/\.$/, '')}; besides, the signature ${phrases}.`,
    remedy: `${diagnosis.remedy} ${sendAsHex}`,
  };
}

/** The values of a header that was sent several times; Node's http joins them with commas. */
export function repeatedValues(signature: unknown): readonly unknown[] {
  if (Array.isArray(signature)) return signature;
  const isList =
    typeof signature === 'string' && /^[\da-f]{64}(?:\s*,\s*[\da-f]{64})+$/i.test(signature);
  return isList ? signature.split(/\s*,\s*/) : [signature];
}

const repairs: readonly (Defect & { readonly repair: (text: string) => string })[] = [
  {
    cause: 'signature-quoted',
    phrase: 'has quotation marks around it',
    repair: (text) => text.replace(/^(["'`])(.*)\1$/s, '$2'),
  },
  {
    cause: 'signature-prefixed',
    phrase: 'has a prefix in front of it',
    repair: (text) =>
      text.replace(/^(?:logto-signature-sha-256:|(?:hmac-?)?sha-?256[=:]|v\d[=,])\s*/i, ''),
  },
  {
    cause: 'signature-white-space',
    phrase: 'has white space in it',
    repair: (text) => text.replace(/\s+/g, ''),
  },
  {
    cause: 'signature-upper-case',
    phrase: 'is in upper case',
    repair: (text) => (/^[\dA-F]+$/i.test(text) ? text.toLowerCase() : text),
  },
];

/** Reads a signature in any notation people give it. */
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
    // Buffer drops half a byte without a word.
    const digest = text.length % 2 === 0 ? Buffer.from(text, 'hex') : undefined;
    return { text, digest, isHex, defects };
  }
  if (!/^[\w+/-]+={0,2}$/.test(text)) return { text, digest: undefined, isHex, defects };
  defects.push({ cause: 'signature-base64', phrase: 'is in base64 instead of hexadecimal' });
  return { text, digest: Buffer.from(text, 'base64'), isHex, defects };
}
