/**
 * Lists every text that a person reads, as `file:line: text`, to be read through in one go: strings of the
 * program and the inspector, and all texts and comments of generated projects.
 * Usage: `npm run strings [path…]`, such as `npm run strings src/send`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');
const templates = path.join('src', 'init', 'templates');
const isProse = /[A-Za-z]\S*\s+\S|\s[A-Za-z]/;

const places = process.argv.length > 2 ? process.argv.slice(2) : ['src'];
for (const file of places.flatMap(filesBelow)) {
  for (const { line, text } of textsOf(file)) console.log(`${file}:${line}: ${text}`);
}

interface Text {
  readonly line: number;
  readonly text: string;
}

function filesBelow(place: string): string[] {
  const file = path.relative(root, path.resolve(root, place));
  if (!statSync(path.join(root, file)).isDirectory()) return [file];
  const names = readdirSync(path.join(root, file)).toSorted();
  return names.flatMap((name) => filesBelow(path.join(root, file, name)));
}

function textsOf(file: string): Text[] {
  const content = readFileSync(path.join(root, file), 'utf8');
  const isTemplate = file.startsWith(templates);
  if (isTemplate && /\.md$|\.env|Dockerfile|ya?ml$/.test(file)) return linesOf(content);
  if (!/\.tsx?$/.test(file)) return [];
  const source = ts.createSourceFile(file, content, ts.ScriptTarget.Latest, true);
  return isTemplate
    ? [...stringsOf(source), ...commentsOf(content)].toSorted((a, b) => a.line - b.line)
    : stringsOf(source);
}

/** Returns string literals, templates and JSX texts that have more than one word. */
function stringsOf(source: ts.SourceFile): Text[] {
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    const text = textOf(node);
    if (text !== undefined && isProse.test(text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ line: line + 1, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
    return onOneLine(node.getText());
  return ts.isJsxText(node) ? onOneLine(node.text) : undefined;
}

function commentsOf(content: string): Text[] {
  return linesOf(content).filter(({ text }) => /^(?:\/\/|\/?\*)/.test(text));
}

function linesOf(content: string): Text[] {
  const lines = content.split('\n').map((text, index) => ({ line: index + 1, text: text.trim() }));
  return lines.filter(({ text }) => isProse.test(text));
}

function onOneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}
