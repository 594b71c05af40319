import { type Look, leadingOf } from './look.ts';
import type { Block, Mark, Tag, TextMark } from './marks.ts';
import type { Typeface } from './typeface.ts';

/** The smallest size a figure is shrunk to before it may run out of its column. */
const SIZE_MIN = 4;

/** Characters a word that is wider than its column is best broken after. */
const BREAKABLE_AFTER = /[-/\\.,;:@_&?=+]/;
const MARK = /^\p{M}$/u;

/** Where a text goes: its left edge, its width and its place in the structure. */
export type Column = { readonly x: number; readonly width: number; readonly tag: Tag | null };

/** The width of a text. */
export function widthOf(text: string, look: Look, typeface: Typeface): number {
  return typeface[look.weight].widthOf(text) * look.size;
}

/** The lines a text makes in a width; a word that is wider is broken. Empty text makes no line. */
export function wrapped(
  text: string,
  look: Look,
  setting: { readonly typeface: Typeface; readonly width: number },
): string[] {
  const face = setting.typeface[look.weight];
  const ems = setting.width / look.size;
  const spaceEms = face.widthOf(' ');
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of face.printable(text).split(' ')) {
    if (word === '') continue;
    const width = face.widthOf(word);
    if (line !== '' && used + spaceEms + width <= ems) {
      line += ` ${word}`;
      used += spaceEms + width;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = width <= ems ? [word] : broken(word, ems, setting.typeface[look.weight]);
    line = pieces.pop() ?? '';
    used = face.widthOf(line);
    lines.push(...pieces);
  }
  return line === '' ? lines : [...lines, line];
}

/** At most so many lines; what is cut off is shown to be. */
export function clipped(lines: readonly string[], linesMax: number): readonly string[] {
  if (lines.length <= linesMax) return lines;

  return [...lines.slice(0, linesMax - 1), (lines[linesMax - 1] ?? '').replace(/.{0,2}$/u, '…')];
}

/** A text in a column, over as many lines as it takes, or as it may. */
export function paragraph(
  text: string,
  look: Look,
  setting: { readonly typeface: Typeface; readonly column: Column; readonly linesMax?: number },
): Block {
  const { x, width, tag } = setting.column;
  const lines = wrapped(text, look, { typeface: setting.typeface, width });
  const leading = leadingOf(look);
  const kept = setting.linesMax === undefined ? lines : clipped(lines, setting.linesMax);
  return {
    height: kept.length * leading,
    marks: kept.map(
      (line, index): Mark => ({
        kind: 'text',
        x,
        y: index * leading + baselineOf(look),
        text: line,
        look,
        tag,
      }),
    ),
  };
}

/** One line that ends at the right edge of its column, smaller where it is too wide: figures are never broken. */
export function figure(
  text: string,
  look: Look,
  setting: { readonly typeface: Typeface; readonly column: Column },
): TextMark {
  const { typeface, column } = setting;
  const printable = typeface[look.weight].printable(text);
  const fits = fitted(printable, look, { typeface, width: column.width });
  const x = column.x + column.width - widthOf(printable, fits, typeface);
  return { kind: 'text', x, y: baselineOf(look), text: printable, look: fits, tag: column.tag };
}

/** The look at the size, its own or smaller, at which a text fits a width. */
export function fitted(
  text: string,
  look: Look,
  setting: { readonly typeface: Typeface; readonly width: number },
): Look {
  const width = widthOf(text, look, setting.typeface);
  return width <= setting.width
    ? look
    : { ...look, size: Math.max(SIZE_MIN, (look.size * setting.width) / width) };
}

/** From the top of a line to its baseline. */
export function baselineOf(look: Look): number {
  return leadingOf(look) * 0.76;
}

/** Blocks one under another as one block. */
export function stacked(blocks: readonly Block[], gap = 0): Block {
  const marks: Mark[] = [];
  let height = 0;
  for (const block of blocks) {
    for (const mark of block.marks) marks.push({ ...mark, y: mark.y + height });
    height += block.height + gap;
  }
  return { height: Math.max(0, height - gap), marks };
}

function broken(word: string, ems: number, face: Typeface['regular']): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const width = face.widthOf(character);
    if (used + width > ems && piece !== '' && !MARK.test(character)) {
      const kept = endOfPiece(piece);
      pieces.push(piece.slice(0, kept));
      piece = piece.slice(kept);
      used = face.widthOf(piece);
    }
    piece += character;
    used += width;
  }
  return [...pieces, piece];
}

function endOfPiece(piece: string): number {
  for (let end = piece.length; end > piece.length / 2; end -= 1) {
    if (BREAKABLE_AFTER.test(piece[end - 1] ?? '')) return end;
  }
  return piece.length;
}
