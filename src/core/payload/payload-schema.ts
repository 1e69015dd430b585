import type { LogtoPayloads } from './types/payloads.ts';

/** Where a value does not fit a schema. */
export interface SchemaIssue {
  readonly message: string;
  /** The keys and indexes that lead there. */
  readonly path: readonly PropertyKey[];
}

/**
 * The schema of a payload: a zod 4 schema, described without zod's own types, which differ between its
 * versions. Everything that accepts a Standard Schema accepts it (https://standardschema.dev).
 */
export interface PayloadSchema<Output> {
  /** @throws zod's error, whose `issues` say where the value does not fit */
  parse(value: unknown): Output;
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: Output; readonly error?: undefined }
    | { readonly success: false; readonly error: Error & { readonly issues: SchemaIssue[] } };
  /** Lets zod's types infer the input and output of the schema: z.infer, z.object({ … }). */
  readonly _zod: { readonly input: Output; readonly output: Output };
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: Output; readonly output: Output } | undefined;
  };
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[];
    };

/** One schema per event. */
export type PayloadSchemas = {
  readonly [Name in keyof LogtoPayloads]: PayloadSchema<LogtoPayloads[Name]>;
};
