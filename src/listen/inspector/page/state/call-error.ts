/** What the listener refused, and how to fix it. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Returns the error that a response other than 2xx tells. */
export async function readError(response: Response): Promise<CallError> {
  try {
    const { error } = await response.json();
    const words = [error.message, error.remedy].filter(Boolean).join(' ');
    return new CallError(response.status, words);
  } catch {
    return new CallError(response.status, `The listener answered ${response.status}.`);
  }
}
