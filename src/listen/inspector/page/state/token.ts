const key = 'inspector-token';

/**
 * Takes the token of the printed URL out of the address bar, so that no history or screenshot shows it.
 * It is kept for this tab, so that reloading works.
 */
export function takeToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const given = fragment.get('token');
  if (given === null) return sessionStorage.getItem(key);
  fragment.delete('token');
  history.replaceState(null, '', `/${fragment.size > 0 ? `#${fragment}` : ''}`);
  keepToken(given);
  return given;
}

export function keepToken(token: string): void {
  sessionStorage.setItem(key, token);
}
