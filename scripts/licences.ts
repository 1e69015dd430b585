import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** What a package holds of others without their licences, whose texts are beside this file. */
const within = new Map([['undici', 'llhttp']]);

/**
 * Writes the licence texts of every package whose code was bundled: their licences ask for it.
 * @param inputs the bundled files, relative to `root`, as esbuild's metafile names them
 * @throws if a bundled package carries no licence file
 */
export function writeLicences(root: string, inputs: readonly string[], target: string): void {
  const packages = new Set(inputs.flatMap((input) => packageOf(input) ?? []));
  const texts = [...packages].sort().flatMap((name) => licencesOf(root, name));
  writeFileSync(target, `${texts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
}

function packageOf(input: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

function licencesOf(root: string, name: string): string[] {
  const directory = path.join(root, 'node_modules', name);
  const file = readdirSync(directory).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (!file) throw new Error(`${name} is bundled but has no licence file`);
  const read = (...where: string[]) => readFileSync(path.join(...where), 'utf8').trim();
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(read(directory, 'package.json')));
  const texts = [`${name} ${version}\n\n${read(directory, file)}`];
  const other = within.get(name);
  if (other === undefined) return texts;
  const licence = read(import.meta.dirname, 'licences', `${other}.txt`);
  return [...texts, `${other}, within ${name}\n\n${licence}`];
}
