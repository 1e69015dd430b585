import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

/** Code of others inside a package that ships without their license texts, which are in `licenses/`. */
const within = new Map([['undici', 'llhttp']]);

/**
 * Writes the license texts of every package whose code was bundled, as their licenses require.
 * @throws if a bundled package has no license file
 */
export function writeLicenses(packages: readonly BundledPackage[], target: string): void {
  const texts = packages.flatMap(licensesOf);
  writeFileSync(target, `${texts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
}

function licensesOf({ name, version, directory }: BundledPackage): string[] {
  const file = readdirSync(directory).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (!file) throw new Error(`${name} is bundled but has no license file`);
  const read = (...where: string[]) => readFileSync(path.join(...where), 'utf8').trim();
  const texts = [`${name} ${version}\n\n${read(directory, file)}`];
  const other = within.get(name);
  if (other === undefined) return texts;
  const license = read(import.meta.dirname, 'licenses', `${other}.txt`);
  return [...texts, `${other}, within ${name}\n\n${license}`];
}
