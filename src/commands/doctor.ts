import type { Finding } from '../doctor/finding.ts';
import { examples } from '../render/examples.ts';
import type { DefineCommand } from './definition.ts';
import { insecureOption, jsonOption, timeoutOption } from './options.ts';
import { authOption, endpointOption, resourceOption } from './tenant/options.ts';

export const defineDoctor: DefineCommand = (stub, terminal) => {
  stub
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks doctor', 'look at everything; exit 1 if something is wrong'],
          ['logto-hooks doctor --endpoint https://<tenant-id>.logto.app', 'and at this tenant'],
          ['logto-hooks doctor --json', 'in a script'],
        ],
        terminal.out.style,
      ),
    )
    .action(async ({ json, ...flags }) => {
      const { parseConfiguration } = await import('../contract/configuration.ts');
      const { examine } = await import('../doctor/examine.ts');
      const { renderDiagnosis, renderFinding, tally, toFindingRecord } = await import(
        '../render/doctor.ts'
      );
      const { out } = terminal;
      const findings: Finding[] = [];
      const { cwd, env, nodeVersion } = terminal;
      const openTenant = async () => {
        const { sightTenant } = await import('./sight-tenant.ts');
        return sightTenant(flags, terminal);
      };
      for await (const finding of examine({
        ...{ cwd, env, nodeVersion, openTenant, parseConfiguration },
      })) {
        findings.push(finding);
        if (json) out.line(JSON.stringify(toFindingRecord(finding)));
        else {
          const columns = out.isTTY ? out.columns : undefined;
          out.line(renderFinding(finding, columns, out.style).join('\n'));
        }
      }
      const counts = tally(findings);
      out.line(
        json
          ? JSON.stringify({ type: 'summary', ...counts })
          : `\n${renderDiagnosis(counts, out.style)}`,
      );
      if (counts.failed > 0) terminal.exitCode = 1;
    });
};
