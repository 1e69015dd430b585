/** https://github.com/nodejs/postject, which has no types of its own. */
declare module 'postject' {
  /** Adds a resource to an executable; what Node.js finds at start-up is named in its documentation. */
  export function inject(
    executable: string,
    resourceName: string,
    resource: Buffer,
    options: { readonly sentinelFuse: string; readonly machoSegmentName: string },
  ): Promise<void>;
}
