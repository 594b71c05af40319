import type { Mark, ModulesMark, Tag } from './marks.ts';
import type { Page } from './layout.ts';
import { PAGE } from './look.ts';
import type { Typeface, Weight } from './typeface.ts';

const COLUMN_SCOPE: object = { scope: 'Column' };

/** What has been painted for each element of the structure, by tag, and the elements in the order they began. */
type Structure = Map<Tag | null, { readonly parts: Part[] }>;
type Part =
  | { readonly content: PDFKit.PDFStructureContent; readonly box: PDFKit.Mixins.BoundingBox | null }
  | { readonly tag: Tag };

const WHITE = '#ffffff';
const BLACK = '#000000';

/** Paints laid-out pages into the document, with the structure that their tags describe. */
export function paint(document: PDFKit.PDFDocument, pages: readonly Page[], typeface: Typeface): void {
  const structure: Structure = new Map([[null, { parts: [] }]]);
  for (const weight of weightsOf(pages)) document.registerFont(weight, typeface[weight].source);
  for (const page of pages) {
    document.addPage({ size: [PAGE.width, PAGE.height], margin: 0 });
    for (const run of runsOf(page)) paintRun(document, run, structure);
  }
  const root = document.struct('Document', {}, elementsUnder(document, null, structure));
  document.addStructure(root);
}

/** The faces that something is set in; the others need not be parsed. */
function weightsOf(pages: readonly Page[]): ReadonlySet<Weight> {
  return new Set(
    pages.flatMap((page) => page.flatMap((mark) => (mark.kind === 'text' ? [mark.look.weight] : []))),
  );
}

/** Neighbouring marks of one tag, which are marked as one piece. */
type Run = { readonly tag: Tag | null; readonly marks: Mark[] };

function runsOf(page: Page): Run[] {
  const runs: Run[] = [];
  for (const mark of page) {
    const tag = mark.kind === 'box' ? null : mark.tag;
    const last = runs.at(-1);
    if (last !== undefined && last.tag === tag) last.marks.push(mark);
    else runs.push({ tag, marks: [mark] });
  }
  return runs;
}

function paintRun(document: PDFKit.PDFDocument, run: Run, structure: Structure): void {
  if (run.tag === null) document.markContent('Artifact');
  else {
    const content = document.markStructureContent(run.tag.type);
    partsOf(structure, run.tag).push({ content, box: boxOf(run) });
  }
  for (const [index, mark] of run.marks.entries()) {
    // What is read on from line to line must not grow together into one word.
    paintMark(document, mark, index < run.marks.length - 1 ? ' ' : '');
  }
  document.endMarkedContent();
}

function paintMark(document: PDFKit.PDFDocument, mark: Mark, after: string): void {
  if (mark.kind === 'box') {
    document.rect(mark.x, mark.y, mark.width, mark.height).fill(mark.color);
    return;
  }
  if (mark.kind === 'modules') {
    paintModules(document, mark);
    return;
  }
  if (mark.kind === 'image') {
    const { width, height } = mark;
    document.image(Buffer.from(mark.png), mark.x, mark.y, { width, height });
    return;
  }
  document.font(mark.look.weight).fontSize(mark.look.size).fillColor(mark.look.color);
  document.text(mark.text + after, mark.x, mark.y, { lineBreak: false, baseline: 'alphabetic' });
}

/** All black modules are one path, its runs drawn as wide as they are: no renderer leaves a seam between neighbours. */
function paintModules(document: PDFKit.PDFDocument, { x, y, size, rows }: ModulesMark): void {
  const side = size / rows.length;
  document.rect(x, y, size, size).fill(WHITE);
  for (const [row, modules] of rows.entries()) {
    for (let from = modules.indexOf(true); from >= 0; ) {
      const end = modules.indexOf(false, from);
      const to = end < 0 ? modules.length : end;
      document.rect(x + from * side, y + row * side, (to - from) * side, side);
      from = modules.indexOf(true, to);
    }
  }
  document.fill(BLACK);
}

/** Where a figure lies; of what flows like text the place is not told. */
function boxOf({ marks: [mark] }: Run): PDFKit.Mixins.BoundingBox | null {
  if (mark?.kind === 'modules') return [mark.x, mark.y, mark.x + mark.size, mark.y + mark.size];
  if (mark?.kind === 'image') return [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height];

  return null;
}

/** The parts of a tag's element; the element, and those above it, begin when they are first asked for. */
function partsOf(structure: Structure, tag: Tag | null): Part[] {
  const known = structure.get(tag);
  if (known !== undefined) return known.parts;

  const parts: Part[] = [];
  structure.set(tag, { parts });
  if (tag !== null) partsOf(structure, tag.parent).push({ tag });
  return parts;
}

function elementsUnder(
  document: PDFKit.PDFDocument,
  tag: Tag | null,
  structure: Structure,
): PDFKit.PDFStructureElementChild[] {
  return partsOf(structure, tag).map((part) => {
    if ('content' in part) return part.content;

    const children = elementsUnder(document, part.tag, structure);
    return document.struct(part.tag.type, optionsOf(part.tag, structure), children);
  });
}

function optionsOf(tag: Tag, structure: Structure): object {
  if (tag.type === 'TH') return COLUMN_SCOPE;
  if (tag.alternative === undefined) return {};

  const [drawn] = partsOf(structure, tag);
  const bbox = drawn !== undefined && 'box' in drawn ? drawn.box : null;
  return { alt: tag.alternative, ...(bbox !== null && { bbox }) };
}
