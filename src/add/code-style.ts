import { existsSync, readFileSync } from 'node:fs';
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
 * @param sources texts of the app's source files
 */
export function readCodeStyle(
  directory: string,
  sources: readonly string[],
  usesBundler: boolean,
): CodeStyle {
  const text = sources.join('\n');
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const typescript = existsSync(path.join(directory, 'tsconfig.json'));
  const imports = count(/^\s*import\s/gm);
  const requires = count(/\brequire\(/g);
  const isModule = /"type"\s*:\s*"module"/.test(readText(path.join(directory, 'package.json')));
  return {
    typescript,
    commonJs: !typescript && imports + requires > 0 ? requires > imports : !typescript && !isModule,
    indent: readIndent(text),
    quote: count(/(?<!\w)"[^"'\n]*"/g) > count(/(?<!\w)'[^"'\n]*'/g) ? '"' : "'",
    semicolons: count(/;[ \t]*$/gm) >= count(/[\w)\]}'"`][ \t]*$/gm) / 4,
    importExtension: readImportExtension(text, usesBundler),
  };
}

function readIndent(text: string): string {
  if (/^\t/m.test(text)) return '\t';
  const widths = [...text.matchAll(/\{\n( +)\S/g)].map(([, spaces = '']) => spaces.length);
  return widths.length > 0 && Math.min(...widths) === 4 ? '    ' : '  ';
}

function readImportExtension(text: string, usesBundler: boolean): CodeStyle['importExtension'] {
  const [, extension] = /from ['"]\.{1,2}\/[^'"]*?(\.[jt]s)?['"]/.exec(text) ?? [];
  if (extension === '.js' || extension === '.ts') return extension;
  if (/from ['"]\.{1,2}\//.test(text)) return '';
  return usesBundler ? '' : '.js';
}

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
  text = text.replace(/(from |require\()'(\.{1,2}\/[^']+)'/g, `$1'$2${importSuffix(style)}'`);
  if (!style.semicolons) text = text.replace(/;$/gm, '');
  if (style.quote === '"') text = text.replace(/'([^'"\n]*)'/g, '"$1"');
  return text.replace(/^(?: {2})+/gm, (spaces) => style.indent.repeat(spaces.length / 2));
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

function readText(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
