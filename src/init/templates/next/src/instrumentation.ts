/** Runs once when the server starts: it must not start without its settings, such as the signing key. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startWithServer } = await import('./start-with-server.ts');
  await startWithServer();
}
