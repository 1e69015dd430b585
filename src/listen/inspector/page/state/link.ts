import { effect } from '@preact/signals';
import { selectedId } from './store.ts';

/** Returns the address of a delivery in this inspector, without the token. */
export function linkTo(id: string): string {
  return `${location.origin}/#delivery=${encodeURIComponent(id)}`;
}

/** Selects the delivery in the address, and keeps the selected one there. */
export function startLinks(): void {
  selectedId.value = linkedId();
  effect(() => {
    const { value: id } = selectedId;
    if (id !== linkedId()) history.replaceState(null, '', id === null ? '/' : linkTo(id));
  });
  addEventListener('hashchange', () => {
    // The address of another run changes nothing but the fragment.
    if (fragment().has('token')) location.reload();
    else selectedId.value = linkedId() ?? selectedId.value;
  });
}

function linkedId(): string | null {
  return fragment().get('delivery');
}

function fragment(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}
