import { signal } from '@preact/signals';

const key = 'inspector-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

export type Theme = 'light' | 'dark';

/** The current theme: the user's choice, or the system's. */
export const theme = signal<Theme>(chosen() ?? systemTheme());
apply();

system.addEventListener('change', () => {
  theme.value = chosen() ?? systemTheme();
  apply();
});

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  if (theme.value === systemTheme()) localStorage.removeItem(key);
  else localStorage.setItem(key, theme.value);
  apply();
}

/** The style sheet follows `color-scheme`. */
function apply(): void {
  document.documentElement.style.colorScheme = theme.value;
}

function systemTheme(): Theme {
  return system.matches ? 'dark' : 'light';
}

function chosen(): Theme | undefined {
  const kept = localStorage.getItem(key);
  return kept === 'light' || kept === 'dark' ? kept : undefined;
}
