import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface VirtualListProps<Item> {
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly selectedId: string | null;
  readonly label: string;
  readonly onPick: (item: Item) => void;
  readonly onScrolled: (isAtTop: boolean) => void;
  readonly children: (item: Item) => ComponentChildren;
}

/** The height in the style sheet. */
const rowInRem = 3.75;
/** Rows drawn above and below the visible ones. */
const overscan = 8;

/** A listbox that only draws the visible rows. New rows at the top do not move the visible ones. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, idOf, selectedId, label, onPick, onScrolled, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const { row, height } = useMeasures(box);
  const selectedIndex = items.findIndex((item) => idOf(item) === selectedId);

  useAnchor(box, items, idOf, row);
  useLayoutEffect(() => {
    if (box.current && selectedIndex >= 0) reveal(box.current, selectedIndex * row, row);
  }, [selectedId, row]);

  const first = Math.max(0, Math.floor(top / row) - overscan);
  const last = Math.min(items.length, Math.ceil((top + height) / row) + overscan);
  return (
    <div
      ref={box}
      class="rows"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={
        selectedIndex >= first && selectedIndex < last ? `row-${selectedId}` : undefined
      }
      onScroll={({ currentTarget }) => {
        setTop(currentTarget.scrollTop);
        onScrolled(currentTarget.scrollTop < row);
      }}
    >
      <div style={{ height: `${items.length * row}px` }} role="presentation">
        <div style={{ transform: `translateY(${first * row}px)` }} role="presentation">
          {items.slice(first, last).map((item, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the box has the focus, and names the active row
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys move the selection, wherever the focus is
            <div
              key={idOf(item)}
              id={`row-${idOf(item)}`}
              class="row"
              role="option"
              aria-selected={idOf(item) === selectedId}
              aria-posinset={first + index + 1}
              aria-setsize={items.length}
              onClick={() => onPick(item)}
            >
              {children(item)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Returns the heights of a row and of the box, in pixels; they change with window and font size. */
function useMeasures(box: { readonly current: HTMLElement | null }) {
  const [measures, setMeasures] = useState({ row: rowInRem * 16, height: 800 });
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const observer = new ResizeObserver(() => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setMeasures({ row: rowInRem * rem, height: current.clientHeight });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return measures;
}

/** Keeps the visible rows in place when others are added above. */
function useAnchor<Item>(
  box: { readonly current: HTMLElement | null },
  items: readonly Item[],
  idOf: (item: Item) => string,
  row: number,
): void {
  const firstId = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    const { current } = box;
    const moved = items.findIndex((item) => idOf(item) === firstId.current);
    if (current && moved > 0 && current.scrollTop > row / 2) current.scrollTop += moved * row;
    firstId.current = items[0] === undefined ? undefined : idOf(items[0]);
  }, [items]);
}

function reveal(box: HTMLElement, top: number, row: number): void {
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + row > box.scrollTop + box.clientHeight) {
    box.scrollTop = top + row - box.clientHeight;
  }
}
