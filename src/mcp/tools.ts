import * as z from 'zod';

/** The words and the standard input of the command that does a tool's work. */
interface Invocation {
  readonly words: readonly string[];
  readonly input?: string;
}

/** One tool of the server. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** Whether it delivers something, which needs --allow-send. */
  readonly sends: boolean;
  readonly input: z.ZodRawShape;
  /** Returns the command line for an input. @throws ZodError for an input of another shape */
  invoke(input: unknown): Invocation;
}

interface ToolDefinition<Shape extends z.ZodRawShape> extends Omit<Tool, 'invoke'> {
  readonly input: Shape;
  invoke(input: z.infer<z.ZodObject<Shape>>): Invocation;
}

const event = z.string().describe('Event name, such as User.Created');
const patterns = z
  .string()
  .describe('Event names or patterns, separated by commas: PostSignIn,User.*');
const logto = z.string().optional().describe('Logto version, such as 1.42; the newest by default');
const variant = z
  .string()
  .optional()
  .describe('Fixture variant, as list_events and show_event name them');
const target = z
  .string()
  .describe('Target URL, such as 3000/webhook; on this machine unless the server allows others');
const edits = z
  .array(z.string())
  .optional()
  .describe('Payload edits, such as user.name=Ada or customData.level:=3');

const readTools = [
  tool({
    name: 'list_events',
    description:
      "Lists Logto's webhook events with their meaning and triggers, optionally only those with a field",
    sends: false,
    input: { having: z.string().optional().describe('Field path, such as data.id'), logto },
    invoke: ({ having, logto }) => ({
      words: ['events', 'list', '--json', ...option('having', having), ...option('logto', logto)],
    }),
  }),
  tool({
    name: 'show_event',
    description:
      'Shows what an event means, its triggers, its variants and every field with its type',
    sends: false,
    input: { event, logto },
    invoke: ({ event, logto }) => ({
      words: ['events', 'show', '--json', ...option('logto', logto), '--', event],
    }),
  }),
  tool({
    name: 'event_schema',
    description: "Returns the JSON Schema (draft 2020-12) of an event's payload",
    sends: false,
    input: { event, logto },
    invoke: ({ event, logto }) => ({
      words: ['events', 'schema', ...option('logto', logto), '--', event],
    }),
  }),
  tool({
    name: 'show_fixture',
    description:
      'Shows the exact request that Logto would send: headers and raw body. Sends nothing',
    sends: false,
    input: { event, variant, set: edits },
    invoke: ({ event, variant, set }) => ({
      // Unsigned, because a signature is of no use here; the key is a placeholder, so that none is created.
      words: [
        ...['send', '--dry-run', '--json', '--unsigned', '--signing-key=none'],
        ...option('variant', variant),
        ...options('set', set),
        ...['--', event],
      ],
    }),
  }),
  tool({
    name: 'list_deliveries',
    description: 'Lists deliveries that `logto-hooks listen` received in this project, newest last',
    sends: false,
    input: {
      events: patterns.optional(),
      failed: z
        .boolean()
        .optional()
        .describe('Only failed verifications and responses other than 2xx'),
      since: z.string().optional().describe('Only since this long ago, such as 10m or 2h'),
      limit: z.number().int().min(1).max(100).default(20).describe('Show only the newest n'),
    },
    invoke: ({ events, failed, since, limit }) => ({
      words: [
        ...['history', 'list', '--json', `--limit=${limit}`],
        ...option('events', events),
        ...option('since', since),
        ...(failed ? ['--failed'] : []),
      ],
    }),
  }),
  tool({
    name: 'show_delivery',
    description:
      'Shows one received delivery: headers, body, verification, and how the app responded. Bodies hold personal data',
    sends: false,
    input: { id: z.string().describe('ID from list_deliveries, or its beginning') },
    invoke: ({ id }) => ({ words: ['history', 'show', '--json', '--', id] }),
  }),
  tool({
    name: 'verify_signature',
    description:
      "Verifies a signature over a raw body with the project's signing key, and explains a mismatch",
    sends: false,
    input: {
      body: z.string().describe('Raw body, exactly as received'),
      signature: z.string().describe('Value of the logto-signature-sha-256 header'),
    },
    invoke: ({ body, signature }) => ({
      words: ['verify', '--json', `--signature=${signature}`, '--', '-'],
      input: body,
    }),
  }),
  tool({
    name: 'list_checks',
    description:
      'Lists the contract checks of a receiver: what each sends, why it matters, its remedy',
    sends: false,
    input: {},
    invoke: () => ({ words: ['test', '--list', '--json'] }),
  }),
];

const sendTools = [
  tool({
    name: 'send_event',
    description: 'Delivers an event, signed as Logto signs it, and returns the response',
    sends: true,
    input: { event, to: target, variant, set: edits },
    invoke: ({ event, to, variant, set }) => ({
      words: [
        ...['send', '--json', `--to=${to}`],
        ...option('variant', variant),
        ...options('set', set),
        ...['--', event],
      ],
    }),
  }),
  tool({
    name: 'replay_delivery',
    description: 'Delivers a received webhook again, byte for byte, with its original signature',
    sends: true,
    input: {
      id: z.string().describe('ID from list_deliveries, or its beginning'),
      to: target,
      resign: z.boolean().optional().describe('Re-sign with the current signing key'),
    },
    invoke: ({ id, to, resign }) => ({
      words: ['replay', '--json', `--to=${to}`, ...(resign ? ['--resign'] : []), '--', id],
    }),
  }),
  tool({
    name: 'test_receiver',
    description:
      'Runs the contract tests against a receiver. The summary names the cause of refusals; each failure has a remedy. Its handlers run for real, so use test accounts of mail and chat providers',
    sends: true,
    input: {
      to: target,
      events: patterns.optional(),
      only: z.string().optional().describe('Check ids, groups or globs, separated by commas'),
      logto,
    },
    invoke: ({ to, events, only, logto }) => ({
      words: [
        ...['test', '--reporter=json', `--to=${to}`],
        ...option('events', events),
        ...option('only', only),
        ...option('logto', logto),
      ],
    }),
  }),
];

/** Every tool, those that only read first. */
export const tools: readonly Tool[] = [...readTools, ...sendTools];

function tool<Shape extends z.ZodRawShape>(definition: ToolDefinition<Shape>): Tool {
  const schema = z.object(definition.input);
  return { ...definition, invoke: (input) => definition.invoke(schema.parse(input)) };
}

/** Returns an option as one word, so that a value that begins with a dash is not taken for an option. */
function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}

function options(name: string, values: readonly string[] = []): string[] {
  return values.map((value) => `--${name}=${value}`);
}
