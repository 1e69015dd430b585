import type { RecipeName } from './choices.ts';

/**
 * The list of a project's handlers: the one file that is written out rather than copied, since
 * bundlers and Workers can find no files at run time.
 */
export function handlersIndex(names: readonly (RecipeName | 'example')[]): string {
  const factories = names.map(factoryOf);
  const list = 'export const createHandlers: readonly CreateHandler[] = [';
  const oneLine = `${list}${factories.join(', ')}];`;
  return [
    importOf('type { CreateHandler }', '../receiver/handler.ts'),
    ...names.map((name) => importOf(`{ ${factoryOf(name)} }`, `./${name}.ts`)),
    '',
    '/** What runs on events. Add your own here; each reads its settings from the environment. */',
    ...(oneLine.length <= 100 ? [oneLine] : [list, ...factories.map((name) => `  ${name},`), '];']),
    '',
  ].join('\n');
}

function importOf(what: string, file: string): string {
  return `import ${what} from '${file}';`;
}

/** `welcome-email` is made by `createWelcomeEmail`. */
function factoryOf(name: string): string {
  return `create-${name}`.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
