import type { LogtoPayloads } from './types/payloads.ts';

/** Where a value is not what a schema asks for. */
export interface SchemaIssue {
  readonly message: string;
  /** The keys and places that lead there. */
  readonly path: readonly PropertyKey[];
}

/**
 * The schema of a payload: one of zod 4, told here without zod's own types, which differ from one of
 * its versions to the next. Whatever takes a Standard Schema takes it (https://standardschema.dev).
 */
export interface PayloadSchema<Output> {
  /** @throws zod's error, whose `issues` say where the value is something else */
  parse(value: unknown): Output;
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: Output; readonly error?: undefined }
    | { readonly success: false; readonly error: Error & { readonly issues: SchemaIssue[] } };
  /** By which zod's own types know what a schema takes and gives: z.infer, z.object({ … }). */
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
