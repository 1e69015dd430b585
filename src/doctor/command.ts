import type { DefineCommand } from '../cli/definition.ts';
import { jsonOption } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { addConnectionOptions } from '../tenant/connection-options.ts';
import { expectedWebhook, type ParseConfiguration } from './config.ts';
import type { Finding } from './finding.ts';

export const defineDoctor: DefineCommand = (stub, terminal) => {
  addConnectionOptions(stub)
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks doctor', 'exit code 1 if something is wrong'],
          ['logto-hooks doctor --endpoint <url> --auth <id>:<secret>', 'include this tenant'],
          ['logto-hooks doctor --json', 'in a script'],
        ],
        terminal.out.style,
      ),
    )
    .action(async ({ json, ...flags }) => {
      const { parseConfig } = await import('../cli/config/parse.ts');
      const parseConfiguration: ParseConfiguration = (text, file) =>
        expectedWebhook(parseConfig(text, file), file);
      const { runChecks } = await import('./run-checks.ts');
      const { renderDiagnosis, renderFinding, tally, toFindingRecord } = await import(
        './output.ts'
      );
      const { out } = terminal;
      const findings: Finding[] = [];
      const { cwd, env, nodeVersion } = terminal;
      const openTenant = async () => {
        const { probeTenant } = await import('./tenant-probe.ts');
        return probeTenant(flags, terminal);
      };
      for await (const finding of runChecks({
        ...{ cwd, env, nodeVersion, openTenant, parseConfiguration },
      })) {
        findings.push(finding);
        if (json) out.line(JSON.stringify(toFindingRecord(finding)));
        else {
          const columns = out.isTTY ? out.columns : undefined;
          out.lines(renderFinding(finding, columns, out.style));
        }
      }
      const counts = tally(findings);
      if (json) out.line(JSON.stringify({ type: 'summary', ...counts }));
      else out.lines(['', renderDiagnosis(counts, out.style)]);
      if (counts.failed > 0) terminal.exitCode = 1;
    });
};
