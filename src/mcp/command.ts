import type { DefineCommand } from '../cli/definition.ts';
import { collect } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';

export const defineMcp: DefineCommand = (command, terminal) => {
  command
    .option('--allow-send', 'Offer the tools that send, replay and test')
    .option(
      '--allow-target <url>',
      'Also deliver to this URL beyond this machine (repeatable)',
      collect((text) => parseEndpoint(text)),
    )
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks mcp', 'Read-only, over stdio'],
          ['logto-hooks mcp --allow-send', 'deliver to receivers on this machine'],
        ],
        terminal.out.style,
      ),
    )
    .action(async ({ allowSend = false, allowTarget = [] }) => {
      const { serveMcp } = await import('./server.ts');
      await serveMcp({ allowSend, allowedTargets: allowTarget }, terminal);
    });
};
