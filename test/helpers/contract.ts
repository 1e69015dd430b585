import type { ServerResponse } from 'node:http';
import { good, type Reply, receive, type Steps, signingKey } from '../receivers/receiver.ts';
import { type Finished, parseLines, type RunOptions, runCli } from './cli.ts';
import { type ReceivedRequest, startReceiver } from './receiver.ts';

/** Differences from the good receiver; `early` responds before anything is checked. */
export interface Differences extends Partial<Steps> {
  readonly early?: ((request: ReceivedRequest) => Reply | 'silence' | undefined) | undefined;
}

/** Starts the good receiver, with differences. */
export function startFlawed({ early, ...steps }: Differences = {}) {
  return startReceiver(async (request, response) => {
    const reply = early?.(request);
    if (reply === 'silence') return;
    answer(response, reply ?? (await receive(toIncoming(request), { ...good, ...steps })));
  });
}

function toIncoming({ method, headers, body }: ReceivedRequest) {
  return { method, rawBody: body, header: (name: string) => headers[name]?.toString() };
}

function answer(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** One line of `test --json`. */
interface CheckLine {
  readonly id: string;
  readonly severity: string;
  readonly status: string;
  readonly sent: string;
  readonly answered: string;
}

export interface ContractRun extends Finished {
  readonly lines: readonly CheckLine[];
  readonly summary: Record<string, unknown> | undefined;
  /** The ids of the checks that failed. */
  readonly failed: readonly string[];
}

/** Runs `test --json` to its end. */
export async function runContractTest(
  args: readonly string[],
  options: RunOptions = {},
): Promise<ContractRun> {
  const key = ['--signing-key', signingKey];
  const finished = await runCli(['test', '--json', ...key, ...args], options);
  const records = parseLines(finished.stdout);
  const lines = records.filter(({ type }) => type === 'check') as unknown as CheckLine[];
  return {
    ...finished,
    lines,
    summary: records.find(({ type }) => type === 'summary'),
    failed: lines.filter(({ status }) => status === 'failed').map(({ id }) => id),
  };
}
