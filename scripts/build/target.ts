/** The oldest Node.js that runs the bundles, as rolldown names it. */
export const target = 'node20.19';
