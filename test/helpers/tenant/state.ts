import { randomInt } from 'node:crypto';

export interface Hook {
  readonly tenantId: 'default';
  readonly id: string;
  name: string;
  readonly event: null;
  events: string[];
  config: { url: string; headers?: Record<string, string> };
  signingKey: string;
  enabled: boolean;
  readonly createdAt: number;
}

export interface LogEntry {
  readonly id: string;
  readonly key: string;
  readonly payload: {
    readonly key: string;
    readonly result: 'Success' | 'Error';
    readonly error?: string;
    readonly hookId: string;
    readonly response?: { readonly body?: unknown; readonly statusCode: number };
    readonly hookRequest: { readonly body: unknown };
  };
  readonly createdAt: number;
}

/** A user or an organization, as Logto returns it. */
export interface Entity {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** The state of a tenant, which tests may change. */
export interface TenantState {
  /** The newest last. */
  readonly hooks: Hook[];
  /** In the order in which they became visible. */
  readonly logs: LogEntry[];
  readonly users: Map<string, Entity>;
  readonly organizations: Map<string, Entity>;
  /** Roles, API resources and so on, by kind and id. */
  readonly objects: Map<string, Map<string, Entity>>;
  /** Access tokens that are accepted, and until when (epoch milliseconds). */
  readonly tokens: Map<string, number>;
  /** Returns whether a log entry is visible yet. */
  isVisible: (entry: LogEntry) => boolean;
  /** Resolves when the name of a host is looked up; addresses are not. Tests may make it slow. */
  lookUp: (hostname: string) => Promise<void>;
  /** Events it accepts: those of a stock server, unless a test enables dev features. */
  knownEvents: readonly string[];
  /** Whether the app has the role of the Management API. */
  hasRole: boolean;
  /** How many webhooks its plan allows. */
  hookQuota: number;
  /** The lifetime of tokens, in seconds. */
  tokenLifetime: number;
}

const lowerCase = '0123456789abcdefghijklmnopqrstuvwxyz';
const anyCase = `${lowerCase}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** Returns an id of 21 characters, as Logto's; users have 12. */
export function newId(length = 21): string {
  return draw(lowerCase, length);
}

export function newSigningKey(): string {
  return draw(anyCase, 32);
}

function draw(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
