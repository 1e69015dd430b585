import { writeFileSync } from 'node:fs';
import { version } from '../../src/version.ts';
import type { BundledPackage } from './bundled-packages.ts';

/**
 * Writes the software bill of materials (CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/): every
 * package whose code is in `dist/`. Users' audits cannot see them, because none is a dependency.
 * It has no time and no serial number, so that the same sources make the same file.
 * @param packages may name a package more than once
 */
export function writeSbom(packages: readonly BundledPackage[], target: string): void {
  const components = new Map(packages.map((one) => [purlOf(one), toComponent(one)]));
  const own = { name: 'logto-hooks', version };
  const refs = [...components.keys()].sort();
  const sbom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': purlOf(own),
        ...own,
        licenses: [{ license: { id: 'MIT' } }],
        purl: purlOf(own),
      },
    },
    components: refs.map((ref) => components.get(ref)),
    dependencies: [{ ref: purlOf(own), dependsOn: refs }, ...refs.map((ref) => ({ ref }))],
  };
  writeFileSync(target, `${JSON.stringify(sbom, null, 2)}\n`);
}

function toComponent(bundled: BundledPackage) {
  const { name, version, license, description } = bundled;
  const isExpression = license.includes(' ');
  return {
    type: 'library',
    'bom-ref': purlOf(bundled),
    name,
    version,
    description,
    licenses: [isExpression ? { expression: license } : { license: { id: license } }],
    purl: purlOf(bundled),
  };
}

/** https://github.com/package-url/purl-spec: the @ of a scope is encoded. */
function purlOf({ name, version }: Pick<BundledPackage, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
