const key = 'inspector-token';

/**
 * The token of the printed URL's fragment, taken out of the address bar so that no history or
 * screenshot has it; kept for this tab, so that a reload works.
 */
export function takeToken(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null) return sessionStorage.getItem(key);
  history.replaceState(null, '', location.pathname);
  keepToken(given);
  return given;
}

export function keepToken(token: string): void {
  sessionStorage.setItem(key, token);
}
