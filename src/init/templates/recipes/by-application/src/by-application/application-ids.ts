import { z } from 'zod';

/**
 * Returns a schema that parses `shop=id1,backoffice=id2` into names by id. Ids are settings because they
 * differ between tenants.
 * @param names the names of applications that have a function
 */
export function applicationIds(names: readonly string[]) {
  return z.object({
    APPLICATIONS: z
      .string()
      .default('')
      .transform((text, context) => {
        const pairs = text.split(',').filter((pair) => pair.trim() !== '');
        const nameById = new Map<string, string>();
        for (const pair of pairs) {
          const [name = '', id = '', ...rest] = pair.split('=').map((part) => part.trim());
          const problem = problemOf(name, id, rest) ?? (nameById.has(id) && `has ${id} twice`);
          if (problem) context.addIssue({ code: 'custom', message: problem });
          nameById.set(id, name);
        }
        return nameById;
      }),
  });

  function problemOf(name: string, id: string, rest: readonly string[]): string | undefined {
    if (name === '' || id === '' || rest.length > 0) return 'must look like shop=id,backoffice=id';
    if (names.includes(name)) return undefined;
    return `has '${name}', but the code knows only: ${names.join(', ')}`;
  }
}
