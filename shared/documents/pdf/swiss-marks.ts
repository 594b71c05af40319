/** What a Swiss QR bill draws beside words: the cross in the code, the corners of an empty field, the lines to cut along. */
import { type Look, leadingOf, millimetres, PAGE } from './look.ts';
import type { Block, Mark } from './marks.ts';
import { widthOf } from './setting.ts';
import type { Typeface } from './typeface.ts';

const BLACK = '#000000';
const WHITE = '#ffffff';
/** The lines are printed on plain paper, so it is said above them that they are to be cut. */
const SEPARATE: Look = { weight: 'billRegular', size: 7, color: BLACK };
const LINE = 0.5;
const PERFORATION_X = millimetres(62);
const HEIGHT = millimetres(105);

/** The cross is 7 mm wide and stands in the middle; the parts of its drawing by SIX, of 19.8 units. */
const CROSS = millimetres(7);
const CROSS_PARTS = [
  { x: 0, y: 0, width: 19.8, height: 19.8, color: WHITE },
  { x: 0.7, y: 0.7, width: 18.4, height: 18.4, color: BLACK },
  { x: 8.25, y: 4.4, width: 3.3, height: 11, color: WHITE },
  { x: 4.4, y: 8.25, width: 11, height: 3.3, color: WHITE },
] as const;
const CROSS_UNITS = 19.8;

const CORNER = { length: millimetres(3), width: 0.75 } as const;

/** The Swiss cross in the middle of a code; it covers less than the error correction restores. */
export function swissCross(code: { readonly x: number; readonly y: number; readonly size: number }): Mark[] {
  const scale = CROSS / CROSS_UNITS;
  const inset = (code.size - CROSS) / 2;
  return CROSS_PARTS.map(({ x, y, width, height, color }) => ({
    kind: 'box',
    x: code.x + inset + x * scale,
    y: code.y + inset + y * scale,
    width: width * scale,
    height: height * scale,
    color,
  }));
}

/** A field for the payer to fill, told by its corners; its place and measures in millimetres. */
export function cornerMarks(left: number, field: { readonly width: number; readonly height: number }): Block {
  const [width, height] = [millimetres(field.width), millimetres(field.height)];
  const marks = [0, height].flatMap((y) =>
    [0, width].flatMap((x) => corner({ x: millimetres(left) + x, y, isRight: x > 0, isLower: y > 0 })),
  );
  return { height, marks };
}

function corner({
  x,
  y,
  isRight,
  isLower,
}: {
  x: number;
  y: number;
  isRight: boolean;
  isLower: boolean;
}): Mark[] {
  const { length, width } = CORNER;
  const left = isRight ? x - length : x;
  const top = isLower ? y - length : y;
  return [
    box({ x: left, y: isLower ? y - width : y, width: length, height: width }),
    box({ x: isRight ? x - width : x, y: top, width, height: length }),
  ];
}

/** The line above both parts and the one between them, with the words that say to cut. */
export function perforation(separate: string, typeface: Typeface): Mark[] {
  const width = widthOf(separate, SEPARATE, typeface);
  return [
    {
      kind: 'text',
      x: (PAGE.width - width) / 2,
      y: -leadingOf(SEPARATE) * 0.4,
      text: separate,
      look: SEPARATE,
      tag: { type: 'P', parent: null },
    },
    box({ x: 0, y: 0, width: PAGE.width, height: LINE }),
    box({ x: PERFORATION_X, y: 0, width: LINE, height: HEIGHT }),
  ];
}

function box(place: { x: number; y: number; width: number; height: number }): Mark {
  return { kind: 'box', ...place, color: BLACK };
}
