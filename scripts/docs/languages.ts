/**
 * Runs the code of docs/signatures.md that is neither JavaScript nor TypeScript, if its tool chain is
 * installed: each `verify` must accept a valid signature and reject others; code with a framework must parse.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sign } from '../../src/index.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/signatures.md'), 'utf8');
const body = '{"event":"PostSignIn","name":"Zoë"}';
const key = 'a signing key';
const valid = sign(body, key);
const invalid = sign(`${body} `, key);

interface Trial {
  /** The fence with its title: `python [Python]`. */
  readonly fence: string;
  readonly tool: string;
  readonly file: string;
  /** What is added, to print `true false`. */
  readonly main: string;
  readonly command: (file: string) => readonly string[];
}

const trials: readonly Trial[] = [
  {
    ...{ fence: 'python [Python]', tool: 'python3', file: 'verify.py' },
    main: `print(*(str(verify('${body}'.encode(), s, '${key}')).lower() for s in ('${valid}', '${invalid}')))`,
    command: (file) => ['python3', file],
  },
  {
    ...{ fence: 'go [Go]', tool: 'go', file: 'verify.go' },
    main: `func main() { b := []byte(\`${body}\`); println2(Verify(b, "${valid}", "${key}"), Verify(b, "${invalid}", "${key}")) }
func println2(a, b bool) { if a && !b { os.Stdout.WriteString("true false") } }`,
    command: (file) => ['go', 'run', file],
  },
  {
    ...{ fence: 'php [PHP]', tool: 'php', file: 'verify.php' },
    main: `foreach (['${valid}', '${invalid}'] as $s) echo verify('${body}', $s, '${key}') ? 'true ' : 'false';`,
    command: (file) => ['php', file],
  },
  {
    ...{ fence: 'java [Java]', tool: 'java', file: 'Signatures.java' },
    main: `final class Main { public static void main(String[] a) throws Exception { for (String s : new String[] { "${valid}", "${invalid}" }) System.out.print(Signatures.verify(${JSON.stringify(body)}.getBytes("UTF-8"), s, "${key}") + " "); } }`,
    command: (file) => ['java', file],
  },
];
const parsed = [
  {
    fence: 'python [Flask]',
    tool: 'python3',
    file: 'app.py',
    words: ['python3', '-m', 'py_compile'],
  },
  { fence: 'go [Go]', tool: 'go', file: 'main.go', words: ['go', 'vet'], last: true },
  { fence: 'php [Laravel]', tool: 'php', file: 'routes.php', words: ['php', '-l'] },
];

const directory = mkdtempSync(path.join(tmpdir(), 'logto-hooks-languages-'));
let failed = 0;
try {
  for (const { fence, tool, file, main, command } of trials) {
    const code = withMain(file, blocksOf(fence)[0] ?? '', main);
    const output = run(tool, fence, file, code, command);
    if (output !== undefined && output.trim() !== 'true false') report(fence, output);
  }
  for (const { fence, tool, file, words, last } of parsed) {
    run(tool, fence, file, blocksOf(fence).at(last ? -1 : 0) ?? '', (path) => [...words, path]);
  }
} finally {
  rmSync(directory, { recursive: true });
}
process.exitCode = failed === 0 ? 0 : 1;

/** Returns the blocks with a fence, such as `go [Go]`. */
function blocksOf(fence: string): string[] {
  const parts = page.split(`\`\`\`${fence}\n`).slice(1);
  return parts.map((part) => part.slice(0, part.indexOf('\n```')));
}

function withMain(file: string, code: string, main: string): string {
  if (file.endsWith('.go')) {
    return `${code.replace('package webhook', 'package main').replace('"encoding/hex"', '"encoding/hex"\n"os"')}\n${main}`;
  }
  if (!file.endsWith('.java')) return `${code}\n${main}`;
  // Java runs the first class of a file.
  const start = code.indexOf('final class');
  return `${code.slice(0, start)}${main}\n${code.slice(start)}`;
}

/** Returns what the code prints; undefined if its tool chain is missing or it failed. */
function run(
  tool: string,
  fence: string,
  file: string,
  code: string,
  command: (file: string) => readonly string[],
): string | undefined {
  if (spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0) {
    console.log(`${fence}: skipped, ${tool} is not installed`);
    return undefined;
  }
  const place = path.join(directory, file);
  writeFileSync(place, code);
  const [program = '', ...words] = command(place);
  try {
    const output = execFileSync(program, words, {
      encoding: 'utf8',
      cwd: directory,
      stdio: 'pipe',
    });
    console.log(`${fence}: ok`);
    return output;
  } catch (error) {
    report(fence, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function report(fence: string, problem: string): void {
  failed += 1;
  console.log(`${fence}: FAILED: ${problem}`);
}
