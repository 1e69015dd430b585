import { type ComponentChildren, options } from 'preact';
import { escapeText } from '../../../cli/output/text/escape.ts';

const labels = ['title', 'alt', 'placeholder', 'aria-label'];

/**
 * Makes every element show controls, bidirectional overrides and invisible characters as \uXXXX, as the
 * terminal does, so that no component needs to know where its text came from. Values of form fields stay
 * as they are.
 */
export function escapeAllText(): void {
  const next = options.vnode;
  options.vnode = (vnode) => {
    const { props } = vnode;
    const attributes: Record<string, unknown> = props;
    for (const name of labels) {
      const value = attributes[name];
      if (typeof value === 'string') attributes[name] = escapeText(value);
    }
    if (props.children !== undefined) props.children = escapeChildren(props.children);
    next?.(vnode);
  };
}

function escapeChildren(children: ComponentChildren): ComponentChildren {
  if (typeof children === 'string') return escapeText(children);
  return Array.isArray(children) ? children.map(escapeChildren) : children;
}
