import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Framework } from '../../src/contract/snippets/snippet.ts';
import { receiverSnippets } from '../../src/contract/snippets/snippets.ts';
import { temporaryDirectory } from '../helpers/cli.ts';
import { isInstalled, python, startProgram } from '../receivers/languages/languages.ts';
import { runChecks } from '../receivers/run-checks.ts';

/** The directory with the grammars, or 1 for none; absent in npm test, where no toolchain is expected. */
const { LANGUAGES } = process.env;
const events = ['PostRegister', 'User.Created', 'Organization.Membership.Updated'] as const;

interface Pasted {
  readonly framework: Framework;
  readonly probe: readonly [string, ...string[]];
  /** Puts the code into a program. @returns the command that starts it */
  readonly start: (code: string, directory: string, port: number) => readonly [string, ...string[]];
}

function write(directory: string, name: string, text: string): string {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  return file;
}

const running: readonly Pasted[] = [
  {
    framework: 'flask',
    probe: [python, '-c', 'import flask'],
    start(code, directory, port) {
      const program = `from flask import Flask\napp = Flask(__name__)\n${code}\napp.run(port=${port})\n`;
      return [python, write(directory, 'app.py', program)];
    },
  },
  {
    framework: 'fastapi',
    probe: [python, '-c', 'import fastapi, uvicorn'],
    start(code, directory, port) {
      const start = `import uvicorn\nuvicorn.run(app, port=${port}, log_level="error")\n`;
      const program = `from fastapi import FastAPI\napp = FastAPI()\n${code}\n${start}`;
      return [python, write(directory, 'app.py', program)];
    },
  },
  {
    framework: 'go',
    probe: ['go', 'version'],
    start(code, directory, port) {
      const main = `package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.HandleFunc("/webhook", webhook)\n\thttp.ListenAndServe("127.0.0.1:${port}", nil)\n}\n`;
      const files = [write(directory, 'webhook.go', code), write(directory, 'main.go', main)];
      const binary = path.join(directory, 'receiver');
      execFileSync('go', ['build', '-o', binary, ...files], { stdio: 'inherit' });
      return [binary];
    },
  },
  {
    framework: 'php',
    probe: ['php', '--version'],
    start: (code, directory, port) => [
      'php',
      ...['-S', `127.0.0.1:${port}`, write(directory, 'webhook.php', code)],
    ],
  },
];

describe.skipIf(!LANGUAGES)('the code of a remedy, as pasted', () => {
  it.each(running)('passes all checks with $framework', async ({ framework, probe, start }) => {
    if (!isInstalled(probe)) return void console.log(`skipped: ${framework} is not installed`);
    const directory = temporaryDirectory();
    const { code } = receiverSnippets[framework];
    const receiver = await startProgram((port) => start(code, directory, port), directory);
    onTestFinished(() => receiver.close());
    const { failures } = await runChecks(`${receiver.origin}/webhook`, { events });
    expect(failures).toEqual({});
  });

  it.each<[Framework, readonly [string, ...string[]], string]>([
    ['django', [python, '-m', 'py_compile'], 'view.py'],
    ['laravel', ['php', '-l'], 'api.php'],
  ])('is valid for %s', (framework, [command, ...args], name) => {
    if (!isInstalled([command, '--version'])) return void console.log(`skipped: no ${command}`);
    const file = write(temporaryDirectory(), name, receiverSnippets[framework].code);
    execFileSync(command, [...args, file], { stdio: ['ignore', 'ignore', 'inherit'] });
  });

  it.each<[Framework, string]>([
    ['spring', 'tree-sitter-java/tree-sitter-java.wasm'],
    ['spring-kotlin', '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm'],
    ['aspnet', 'tree-sitter-c-sharp/tree-sitter-c_sharp.wasm'],
    ['rails', 'tree-sitter-ruby/tree-sitter-ruby.wasm'],
  ])('has no syntax error for %s', async (framework, grammar) => {
    const modules = path.join(LANGUAGES ?? '', 'node_modules');
    const file = path.join(modules, grammar);
    if (!existsSync(file)) return void console.log(`skipped: no ${grammar}`);
    const entry = createRequire(path.join(modules, 'x.js')).resolve('web-tree-sitter');
    const { Parser, Language } = await import(pathToFileURL(entry).href);
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(file));
    const isValid = (code: string) => !parser.parse(code).rootNode.hasError;
    expect(isValid(receiverSnippets[framework].code)).toBe(true);
    expect(isValid(`${receiverSnippets[framework].code}\n)(`)).toBe(false);
  });
});
