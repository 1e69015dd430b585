import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../icons.tsx';
import { Notices } from '../notices.tsx';
import { dialog } from '../state/store.ts';

interface DialogProps {
  readonly title: string;
  readonly size: 'small' | 'medium' | 'large';
  readonly children: ComponentChildren;
}

export function closeDialog(): void {
  dialog.value = null;
}

/** A modal dialog: the browser keeps the focus in it, closes it on Escape and restores the focus. */
export function Dialog({ title, size, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = element;
    current?.showModal();
    // Otherwise, the browser focuses the close button.
    if (!current?.querySelector('[autofocus]')) current?.focus();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={element}
      tabIndex={-1}
      class={size}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        // Now, because the close event comes later, when another key may have been pressed.
        event.preventDefault();
        closeDialog();
      }}
      onClose={({ currentTarget }) => {
        // The close event of a removed dialog may come when another one is open.
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
      <Notices place="dialog" />
    </dialog>
  );
}
