import { Writable } from 'node:stream';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Output, Terminal } from '../cli/terminal/index.ts';
import { errorMessage, UsageError } from '../core/errors.ts';
import { isLoopback } from '../core/http/loopback.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { version } from '../version.ts';
import { type Tool, tools } from './tools.ts';

export interface McpOptions {
  /** Whether to offer the tools that deliver something. */
  readonly allowSend: boolean;
  /** Targets beyond this machine that they may deliver to; their origins count. */
  readonly allowedTargets: readonly URL[];
}

/** Longest result in characters: more would fill the agent's context. */
const maxResultLength = 100_000;

const instructions =
  "Tools for webhooks of Logto, an identity platform. Use list_events and show_event for what Logto sends instead of its documentation. With --allow-send, test_receiver checks a receiver's code.";

/** Serves the tools over standard input and output until the client closes them. */
export async function serveMcp(options: McpOptions, terminal: Terminal): Promise<void> {
  const server = new McpServer({ name: 'logto-hooks', version }, { instructions });
  for (const tool of tools) {
    if (!tool.sends || options.allowSend) registerTool(server, tool, options, terminal);
  }
  const input = terminal.openStdin();
  await server.connect(new StdioServerTransport(input, writable(terminal.out)));
  await new Promise<void>((resolve) => input.once('end', resolve).once('close', resolve));
  await server.close();
}

function registerTool(server: McpServer, tool: Tool, options: McpOptions, terminal: Terminal) {
  const config = {
    description: tool.description,
    inputSchema: tool.input,
    annotations: { readOnlyHint: !tool.sends, openWorldHint: tool.sends },
  };
  server.registerTool(tool.name, config, async (input: Record<string, unknown>) => {
    try {
      if (typeof input.to === 'string') checkTarget(input.to, options.allowedTargets);
      const { words, input: stdin } = tool.invoke(input);
      const { code, stdout, stderr } = await terminal.runSelf(words, stdin);
      // 1 means that a delivery or a check failed: a result, and not an error of the tool.
      return result(stdout || stderr, code !== 0 && code !== 1);
    } catch (error) {
      return result(errorMessage(error), true);
    }
  });
}

/** Checks a target. @throws UsageError if it is on another machine and was not allowed */
function checkTarget(to: string, allowed: readonly URL[]): void {
  const url = parseEndpoint(to);
  if (isLoopback(url) || allowed.some(({ origin }) => origin === url.origin)) return;
  throw new UsageError(
    `'${url.origin}' is not on this machine.`,
    `Start the server with --allow-target ${url.origin}.`,
  );
}

function result(text: string, isError: boolean) {
  const cut =
    text.length > maxResultLength
      ? `${text.slice(0, maxResultLength)}\n[${text.length - maxResultLength} more characters; narrow the request]`
      : text;
  return { content: [{ type: 'text' as const, text: cut.trim() }], isError };
}

function writable(out: Output): Writable {
  return new Writable({
    write(chunk, _, done) {
      out.write(String(chunk));
      void Promise.resolve(out.drained()).then(() => done());
    },
  });
}
