import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/cli/config/parse.ts';
import { checks } from '../../src/contract/checks.ts';
import { selectChecks } from '../../src/contract/select.ts';
import { runCli, startCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { isThorough } from '../helpers/thorough.ts';
import { type Block, readBlocks, readPage } from './pages.ts';

const root = path.resolve(import.meta.dirname, '../..');
const blocks = readBlocks();

describe('README', () => {
  it('names every command', async () => {
    const { stdout } = await runCli(['--help']);
    const names = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
    const readme = readPage('README.md');
    const mentioned = names.filter((name) => new RegExp(`[\`\\s]${name}\\b`).test(readme));
    expect(names.length).toBeGreaterThan(5);
    expect(mentioned).toEqual(names);
  });

  it('shows the real output of a session', async () => {
    const [banner, sent, received] = blocks
      .filter(({ place, language }) => place.startsWith('README') && language === 'console')
      .map(({ text }) => text);
    const app = await startReceiver((_, response) => response.writeHead(204).end());
    const cwd = temporaryDirectory();
    const flags = ['--forward-to', new URL(app.url).port, '--port', '0', '--inspect', '0'];
    const listener = startCli(['listen', ...flags], { cwd });
    let stdout = '';
    let stderr = '';
    listener.stdout.on('data', (chunk) => (stdout += chunk));
    listener.stderr.on('data', (chunk) => (stderr += chunk));
    await eventually(() => expect(stderr).toContain('Listening'));
    const to = /Listening\s+(\S+)/.exec(stderr)?.[1] ?? '';
    const scenario = await runCli(['send', '--scenario', 'sign-up', '--to', to], { cwd });
    const tampered = await runCli(['send', 'PostSignIn', '--tamper', '--to', to], { cwd });
    await eventually(() => expect(stdout).toContain('PostSignIn'));

    const parts = [scenario, tampered].flatMap((run) => [run.stderr, run.stdout]);
    expect.soft(masked(stderr)).toBe(masked(withoutCommands(banner)));
    expect.soft(sortedLines(parts.join(''))).toEqual(sortedLines(withoutCommands(sent)));
    expect.soft(masked(stdout)).toBe(masked(received ?? ''));
  });
});

/** Returns the output in a console block. */
function withoutCommands(text = ''): string {
  return text.replaceAll(/^\$ .*\n/gm, '');
}

/** Returns the lines in an order that does not depend on which came from stdout and which from stderr. */
function sortedLines(text: string): string[] {
  return masked(text).split('\n').toSorted();
}

/** Replaces values that differ between two runs. */
function masked(text: string): string {
  return (
    text
      .trim()
      .replace(/(127\.0\.0\.1|localhost):\d+/g, '$1:<port>')
      .replace(/(#token=)\S+/g, '$1<token>')
      // The port of a listener is suggested unless it is the default one.
      .replace(/ --to \d+(?= \(Ctrl)/g, '')
      .replace(/\d\d:\d\d:\d\d/g, '<time>')
      .replace(/\d+(?:\.\d+)? (ms|s)\b/g, '<duration>')
      .replace(/(?<=<time> · )[a-z0-9]{8}/g, '<id>')
  );
}

describe('documented code', () => {
  const code = blocks.filter(
    ({ language, text }) =>
      /^(?:ts|js|typescript|javascript)$/.test(language) && (isThorough || !isInProject(text)),
  );

  it('compiles in TypeScript', () => {
    expect(code.length).toBeGreaterThan(5);
    expect(compile(code)).toEqual([]);
  });

  it('has a valid configuration file', () => {
    const json = blocks.find(({ text }) => text.includes('"$schema"'))?.text ?? '';
    const { skip } = parseConfig(json, 'configuration.md').test ?? {};
    expect(() => selectChecks(checks, { only: [], skip: Object(skip) })).not.toThrow();
  });
});

/** Returns the errors of the compiler, each with its place in the page. */
function compile(sources: readonly Block[]): string[] {
  const options: ts.CompilerOptions = {
    ...{ noEmit: true, strict: true, skipLibCheck: true, allowImportingTsExtensions: true },
    ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, types: ['node'] },
    // The overlays of a project with the template node.
    rootDirs: ['node', 'common', 'example', 'queues/memory', '../../../dist/templates/logto'].map(
      (overlay) => path.join(templates, overlay),
    ),
  };
  const files = new Map(sources.map((block, index) => [fileOf(block, index), block]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || stubs.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file)?.text ?? stubs.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...rest) => {
    const text = files.get(file)?.text ?? stubs.get(file);
    if (text === undefined) return getSourceFile(file, ...rest);
    return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  };
  const program = ts.createProgram([...files.keys(), packages], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const place = files.get(file?.fileName ?? '')?.place ?? file?.fileName;
    return `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

const templates = path.join(root, 'src/init/templates');

/**
 * Returns a file of its own for each block: in a project made by init if it imports from one, else in this
 * project, so that imports of packages resolve.
 */
function fileOf({ text }: Block, index: number): string {
  return path.join(
    isInProject(text) ? `${templates}/node/src` : `${root}/src`,
    `example-${index}.mts`,
  );
}

/** Returns whether an example imports from a project made by init, which takes long to compile. */
function isInProject(text: string): boolean {
  return text.includes("from './receiver/");
}

/** Packages of the reader's project that are not installed here, with what the examples use. */
const packages = path.join(root, 'src/packages.d.ts');

/** Modules of the reader's project that the examples import. */
const stubs = new Map([
  [
    path.join(root, 'src/app.ts'),
    'export const app = (request: Request) => new Response(request.url);',
  ],
  [
    packages,
    `declare module '@aws-sdk/client-sqs' {
      export class SQSClient {
        constructor(configuration: object);
        send(command: SendMessageCommand): Promise<object>;
      }
      export class SendMessageCommand {
        constructor(input: { QueueUrl: string; MessageBody: string });
      }
    }`,
  ],
]);
