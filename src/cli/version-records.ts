import * as z from 'zod';
import { readPackageFile } from '../core/package-files.ts';
import { version } from '../version.ts';

const sbomSchema = z.object({
  components: z.array(z.object({ name: z.string(), version: z.string(), purl: z.string() })),
});

/** Returns the lines of `--version --json`: this package, then every library that is bundled in it. */
export function versionRecords(): string[] {
  const sbom: unknown = JSON.parse(readPackageFile('sbom.cdx.json').toString());
  const bundled = sbomSchema.parse(sbom).components;
  return [
    { type: 'version', name: 'logto-hooks', version },
    ...bundled.map(({ name, version, purl }) => ({ type: 'bundled', name, version, purl })),
  ].map((record) => JSON.stringify(record));
}
