import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../icons.tsx';
import { dialog } from '../state/store.ts';

interface DialogProps {
  readonly title: string;
  readonly size: 'small' | 'medium' | 'large';
  readonly children: ComponentChildren;
}

export function closeDialog(): void {
  dialog.value = null;
}

/** A modal window: the browser keeps the focus in it, closes it by Esc and gives the focus back. */
export function Dialog({ title, size, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = element;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={element}
      autofocus
      tabIndex={-1}
      class={size}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        // At once: the browser tells of the end of a dialog later, when a key may be down again.
        event.preventDefault();
        closeDialog();
      }}
      onClose={({ currentTarget }) => {
        // One that is out of the page tells of its end when another may be open.
        if (currentTarget.isConnected) closeDialog();
      }}
      onMouseDown={({ target, currentTarget }) => {
        if (target === currentTarget) closeDialog();
      }}
    >
      <div class="sheet">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button
            type="button"
            class="button plain square"
            aria-label="Close"
            onClick={closeDialog}
          >
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
