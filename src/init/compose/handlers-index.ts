import type { RecipeName } from '../choices.ts';

/**
 * Returns the file that lists a project's handlers, which cannot be found at run time in a bundle.
 */
export function handlersIndex(names: readonly (RecipeName | 'example')[]): string {
  const factories = names.map(factoryOf);
  const list = 'export const createHandlers: readonly CreateHandler[] = [';
  const oneLine = `${list}${factories.join(', ')}];`;
  return [
    importOf('type { CreateHandler }', '../receiver/handler.ts'),
    ...names.toSorted().map((name) => importOf(`{ ${factoryOf(name)} }`, `./${name}.ts`)),
    '',
    '/** The handlers that run on events. Add your own here. */',
    ...(oneLine.length <= 100 ? [oneLine] : [list, ...factories.map((name) => `  ${name},`), '];']),
    '',
  ].join('\n');
}

function importOf(what: string, file: string): string {
  return `import ${what} from '${file}';`;
}

/** Returns the factory's name: `createWelcomeEmail` for `welcome-email`. */
function factoryOf(name: string): string {
  return `create-${name}`.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
