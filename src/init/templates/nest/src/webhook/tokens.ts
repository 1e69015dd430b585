/** The signing key of the webhook, from the environment. */
export const SIGNING_KEY = Symbol('SIGNING_KEY');

/** The wait before each retry of an event whose handler failed. */
export const RETRY_DELAYS_MS = Symbol('RETRY_DELAYS_MS');

/** Nine retries, in about five minutes. */
export const retryDelaysMs = [1, 2, 4, 8, 15, 30, 60, 60, 120].map((seconds) => seconds * 1000);
