import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

it('the built, generated and inferred types agree', () => {
  const file = path.join(import.meta.dirname, 'assertions.ts');
  const root = path.resolve(import.meta.dirname, '../..');
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([file], options);
  // This file alone: `npm run types` checks the rest.
  const problems = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));

  expect(problems.map(({ messageText }) => messageText)).toEqual([]);
});
