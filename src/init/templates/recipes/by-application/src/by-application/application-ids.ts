import { z } from 'zod';

/**
 * The setting that says which application is which. Ids differ from tenant to tenant, so they are
 * settings; what to do is code, by name.
 * @param names the applications there is code for
 * @returns a schema that reads `shop=id1,backoffice=id2` into names by id
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
          const problem = problemOf(name, id, rest) ?? (nameById.has(id) && `names ${id} twice`);
          if (problem) context.addIssue({ code: 'custom', message: problem });
          nameById.set(id, name);
        }
        return nameById;
      }),
  });

  function problemOf(name: string, id: string, rest: readonly string[]): string | undefined {
    if (name === '' || id === '' || rest.length > 0) return 'must look like shop=id,backoffice=id';
    if (names.includes(name)) return undefined;
    return `names '${name}', but there is code for: ${names.join(', ')}`;
  }
}
