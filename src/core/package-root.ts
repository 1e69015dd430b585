import path from 'node:path';

/** The package's own directory: two levels up from src/core and from the bundled dist/cli and dist/library alike. */
export const packageRoot = path.join(import.meta.dirname, '../..');
