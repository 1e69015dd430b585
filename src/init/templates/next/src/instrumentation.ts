/** Starts the receiver with the server, which must not start without its settings. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startWithServer } = await import('./start-with-server.ts');
  await startWithServer();
}
