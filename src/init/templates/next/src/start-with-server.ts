import process from 'node:process';
import { SettingsError } from './receiver/settings.ts';
import { getReceiver } from './receiver-instance.ts';

/** Starts the receiver beside the server, and finishes its work when the server is told to stop. */
export async function startWithServer(): Promise<void> {
  try {
    const receiver = await getReceiver();
    const close = () => void receiver.close();
    process.once('SIGTERM', close).once('SIGINT', close);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
