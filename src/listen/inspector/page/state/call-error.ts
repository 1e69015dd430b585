/** An error response of the listener. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads the error from a response that is not 2xx. */
export async function readError(response: Response): Promise<CallError> {
  try {
    const { error } = await response.json();
    const message = [error.message, error.remedy].filter(Boolean).join(' ');
    return new CallError(response.status, message);
  } catch {
    return new CallError(response.status, `The listener responded with ${response.status}.`);
  }
}
