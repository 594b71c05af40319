import type { FrozenContent } from '../content.ts';
import { filled } from '../filled.ts';
import { FOOT, LEFT, leadingOf, millimetres, PAGE, RIGHT, RULE } from './look.ts';
import { type Block, placed, rule, type Tag } from './marks.ts';
import { baselineOf, clipped, widthOf, wrapped } from './setting.ts';
import type { Typeface } from './typeface.ts';

const FOOT_LINES_MAX = 9;
const GAP = 14;
const BOTTOM = PAGE.height - millimetres(9);

/** The seller's legal identity at the foot of every page; its height is measured from the page's lower edge. */
export function pageFoot(content: FrozenContent, typeface: Typeface): Block {
  const columns = content.footer;
  const width = (RIGHT - LEFT - GAP * (columns.length - 1)) / Math.max(1, columns.length);
  const set = columns.map((lines) => linesOf(lines, width, typeface));
  const rows = Math.max(0, ...set.map(({ length }) => length));
  const top = BOTTOM - leadingOf(FOOT) * (rows + 1) - 4;

  const marks = set.flatMap((lines, column) => {
    const tag: Tag = { type: 'P', parent: null };
    const x = LEFT + column * (width + GAP);
    return lines.map((text, row) => {
      const y = row * leadingOf(FOOT) + baselineOf(FOOT) + 6;
      return { kind: 'text', x, y, text, look: FOOT, tag } as const;
    });
  });
  const line = rule({ x: LEFT, y: 0, width: RIGHT - LEFT }, { height: 0.5, color: RULE });
  return { height: PAGE.height - top, marks: placed({ height: 0, marks: [line, ...marks] }, top) };
}

/** Page n of m, at the lower right. */
export function pageLabel(
  content: FrozenContent,
  place: { readonly page: number; readonly pages: number },
  typeface: Typeface,
): Block {
  const text = filled(content.page, { page: String(place.page), pages: String(place.pages) });
  const x = RIGHT - widthOf(text, FOOT, typeface);
  return { height: 0, marks: [{ kind: 'text', x, y: BOTTOM + 2, text, look: FOOT, tag: null }] };
}

function linesOf(lines: readonly string[], width: number, typeface: Typeface): readonly string[] {
  return clipped(
    lines.flatMap((line) => wrapped(line, FOOT, { typeface, width })),
    FOOT_LINES_MAX,
  );
}
