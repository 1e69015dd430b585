import { createInterface } from 'node:readline';

/** Ctrl+C at a question; inquirer's prompts throw one of the same name. */
class ExitPromptError extends Error {
  override readonly name = 'ExitPromptError';
}

/**
 * Asks a question that is answered by yes or no; no is the default.
 * @throws ExitPromptError at Ctrl+C
 */
export async function confirm(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<boolean> {
  const asking = createInterface({ input, output });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      asking.on('SIGINT', () => reject(new ExitPromptError()));
      asking.on('close', () => resolve(false));
      asking.question(`${question} (y/N) `, (answer) => resolve(/^\s*y(es)?\s*$/i.test(answer)));
    });
  } finally {
    asking.close();
  }
}
