import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** Code of others inside a package that ships without their license texts, which are in `licenses/`. */
const within = new Map([['undici', 'llhttp']]);

/**
 * Writes the license texts of every package whose code was bundled, as their licenses require.
 * @param modules the paths of the bundled files
 * @throws if a bundled package has no license file
 */
export function writeLicenses(root: string, modules: readonly string[], target: string): void {
  const packages = new Set(modules.flatMap((module) => packageOf(module) ?? []));
  const texts = [...packages].sort().flatMap((name) => licensesOf(root, name));
  writeFileSync(target, `${texts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
}

function packageOf(module: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
}

function licensesOf(root: string, name: string): string[] {
  const directory = path.join(root, 'node_modules', name);
  const file = readdirSync(directory).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (!file) throw new Error(`${name} is bundled but has no license file`);
  const read = (...where: string[]) => readFileSync(path.join(...where), 'utf8').trim();
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(read(directory, 'package.json')));
  const texts = [`${name} ${version}\n\n${read(directory, file)}`];
  const other = within.get(name);
  if (other === undefined) return texts;
  const license = read(import.meta.dirname, 'licenses', `${other}.txt`);
  return [...texts, `${other}, within ${name}\n\n${license}`];
}
