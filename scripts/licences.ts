import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes the licence texts of every package whose code was bundled: their licences ask for it.
 * @param inputs the bundled files, relative to `root`, as esbuild's metafile names them
 * @throws if a bundled package carries no licence file
 */
export function writeLicences(root: string, inputs: readonly string[], target: string): void {
  const packages = new Set(inputs.flatMap((input) => packageOf(input) ?? []));
  const texts = [...packages].sort().map((name) => `${name}\n\n${licenceOf(root, name)}`);
  writeFileSync(target, `${texts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
}

function packageOf(input: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

function licenceOf(root: string, name: string): string {
  const directory = path.join(root, 'node_modules', name);
  const file = readdirSync(directory).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (!file) throw new Error(`${name} is bundled but has no licence file`);
  return readFileSync(path.join(directory, file), 'utf8').trim();
}
