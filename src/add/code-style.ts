import { existsSync } from 'node:fs';
import path from 'node:path';

/** How the app's own JavaScript or TypeScript is written. */
export interface CodeStyle {
  readonly typescript: boolean;
  /** Whether modules use require and module.exports. */
  readonly commonJs: boolean;
  readonly indent: string;
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** What relative imports end with. */
  readonly importExtension: '' | '.js' | '.mjs' | '.ts';
}

/**
 * Reads the style from the app's sources; the majority of lines decides.
 * @param directory of the package.json
 * @param files the app's source files, by path
 * @param packageJson text of the package.json
 */
export function readCodeStyle(
  directory: string,
  files: ReadonlyMap<string, string>,
  packageJson: string,
  usesBundler: boolean,
): CodeStyle {
  const sources = [...files].filter(([file]) => !/\.config\.\w+$/.test(file));
  const text = (sources.length > 0 ? sources : [...files]).map(([, source]) => source).join('\n');
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const isWritten = (extension: RegExp) => sources.some(([file]) => extension.test(file));
  const typescript =
    existsSync(path.join(directory, 'tsconfig.json')) &&
    (isWritten(/\.[cm]?tsx?$/) || !isWritten(/\.[cm]?jsx?$/));
  const isModule = /"type"\s*:\s*"module"/.test(packageJson);
  const commonJs =
    !typescript &&
    !usesBundler &&
    !isModule &&
    count(/\brequire\(/g) >= count(/^\s*(?:import|export)\s/gm);
  const usual = !usesBundler && isModule ? '.js' : '';
  return {
    typescript,
    commonJs,
    indent: readIndent(text),
    quote: count(/(?<!\w)"[^"'\n]*"/g) > count(/(?<!\w)'[^"'\n]*'/g) ? '"' : "'",
    semicolons: count(/;[ \t]*$/gm) >= count(/[\w)\]}'"`][ \t]*$/gm) / 4,
    importExtension: usesMjs({ typescript, commonJs }, sources)
      ? '.mjs'
      : (readImportExtension(text) ?? (typescript ? usual : usesBundler ? '' : '.js')),
  };
}

/** Whether the app's own modules end with .mjs. */
function usesMjs(
  { typescript, commonJs }: Pick<CodeStyle, 'typescript' | 'commonJs'>,
  sources: readonly (readonly [string, string])[],
): boolean {
  return !typescript && !commonJs && sources.some(([file]) => file.endsWith('.mjs'));
}

function readIndent(text: string): string {
  if (/^\t/m.test(text)) return '\t';
  const widths = [...text.matchAll(/\{\n( +)\S/g)].map(([, spaces = '']) => spaces.length);
  return widths.length > 0 && Math.min(...widths) === 4 ? '    ' : '  ';
}

/** Returns what most relative imports of code end with, or undefined if there are none. */
function readImportExtension(text: string): '' | '.js' | '.ts' | undefined {
  const counts = new Map<string, number>();
  for (const [, file = ''] of text.matchAll(/from ['"](\.{1,2}\/[^'"?$]+)['"]/g)) {
    const extension = path.extname(file).replace(/x$/, '');
    counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  return (['', '.js', '.ts'] as const)
    .filter((extension) => counts.has(extension))
    .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0];
}

/** Columns at which Prettier and Biome break lines by default. */
const lineWidth = 80;

/**
 * Returns code in the app's style. It is written in TypeScript with 2 spaces, single quotes, semicolons and ES
 * imports; TypeScript-only code is between ‹ and ›, and relative imports have no extension.
 */
export function formatCode(code: string, style: CodeStyle): string {
  let text = code;
  text = style.typescript
    ? text.replace(/[‹›]/g, '')
    : text.replace(/^[ \t]*‹[^›]*›\n/gm, '').replace(/‹[^›]*›/g, '');
  if (style.commonJs) text = toCommonJs(text);
  text = text.replace(/(from |require\()'(\.{1,2}\/(?!\$)[^']+)'/g, `$1'$2${importSuffix(style)}'`);
  text = text.replace(/^(import(?: type)?|const) \{ (.+) \} (from|= require\().*$/gm, breakNames);
  if (!style.semicolons) text = text.replace(/;$/gm, '');
  if (style.quote === '"') text = text.replace(/'([^'"\n]*)'/g, '"$1"');
  return text.replace(/^(?: {2})+/gm, (spaces) => style.indent.repeat(spaces.length / 2));
}

/** Breaks a long import into one line per name. */
function breakNames(line: string, start: string, names: string): string {
  if (line.length <= lineWidth || !names.includes(',')) return line;
  const rest = line.slice(`${start} { ${names}`.length + 1);
  return `${start} {\n  ${names.replaceAll(', ', ',\n  ')},\n${rest}`;
}

function importSuffix({ importExtension, commonJs }: CodeStyle): string {
  return commonJs ? '' : importExtension;
}

function toCommonJs(text: string): string {
  const exported = [...text.matchAll(/^export (?:async )?(?:const|function) (\w+)/gm)].map(
    ([, name]) => name,
  );
  const body = text
    .replace(/^import (\{[^}]+\}|\w+) from ('[^']+');$/gm, 'const $1 = require($2);')
    .replace(/^export (?=(?:async )?(?:const|function) )/gm, '');
  return exported.length === 0 ? body : `${body}\nmodule.exports = { ${exported.join(', ')} };\n`;
}
