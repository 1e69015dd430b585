import { type Proof, provenText } from '../../proven-text.ts';
import { readError } from './call-error.ts';
import { keepToken, takeToken } from './token.ts';

let token = takeToken() ?? '';
let authorization: Promise<string> | undefined;

/**
 * Returns the authorization header, once the server has proved that it knows the token: after the listener
 * has exited, any process may listen on its port.
 * @throws CallError if the server does not know this page; Error if its proof is wrong
 */
export async function authorize(): Promise<string> {
  authorization ??= openSession();
  try {
    return await authorization;
  } catch (error) {
    authorization = undefined;
    throw error;
  }
}

/** Makes the next request ask for a new proof, after the connection was lost. */
export function forgetServer(): void {
  authorization = undefined;
}

/** After a restart of the listener, exchanges the old token for the new one; that works once. */
async function openSession(): Promise<string> {
  const { isCurrent } = await challenge();
  if (!isCurrent) {
    token = await (await post('resume', token)).json();
    keepToken(token);
  }
  return `Bearer ${base64url(await hmac(token, 'page'))}`;
}

async function challenge(): Promise<Proof> {
  const nonce = base64url(crypto.getRandomValues(new Uint8Array(16)));
  const run = hex(await crypto.subtle.digest('SHA-256', encode(token)));
  const proof: Proof = await (await post('prove', { run, nonce })).json();
  const { isCurrent } = proof;
  const proofKey = base64url(await hmac(token, 'server'));
  const expected = await hmac(proofKey, provenText({ host: location.host, nonce, isCurrent }));
  if (proof.hmac !== base64url(expected)) throw new Error('This server is not the listener.');
  return proof;
}

async function post(path: 'prove' | 'resume', body: unknown): Promise<Response> {
  const response = await fetch(`/api/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw await readError(response);
  return response;
}

async function hmac(key: string, text: string): Promise<ArrayBuffer> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', encode(key), algorithm, false, ['sign']);
  return crypto.subtle.sign('HMAC', imported, encode(text));
}

function encode(text: string) {
  return new TextEncoder().encode(text);
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function base64url(bytes: ArrayBuffer | Uint8Array): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
