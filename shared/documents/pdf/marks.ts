import type { Look } from './look.ts';

/**
 * A place in the document's structure, which a screen reader follows; marks of one tag are one element, over pages too.
 * The same record is the same element: tags are compared by identity.
 */
export type Tag = {
  readonly type: 'H1' | 'H2' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure';
  readonly parent: Tag | null;
  /** What a figure is told as to those who do not see it. */
  readonly alternative?: string;
};

/** Something on a page; `y` of a text is its baseline. A text without a tag, and every box, is decoration to a reader. */
export type Mark =
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly look: Look;
      readonly tag: Tag | null;
    }
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly color: string;
    }
  | {
      /** A square of equal modules, row by row, black where true; its white margin is part of it. */
      readonly kind: 'modules';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly rows: readonly (readonly boolean[])[];
      readonly tag: Tag;
    }
  | {
      /** A PNG, stretched to its width and height. */
      readonly kind: 'image';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly png: Uint8Array;
      readonly tag: Tag;
    };

/** A text on a page. */
export type TextMark = Extract<Mark, { readonly kind: 'text' }>;

/** A code on a page. */
export type ModulesMark = Extract<Mark, { readonly kind: 'modules' }>;

/** Marks that stay together, measured from their own top; the horizontal places are final. */
export type Block = { readonly height: number; readonly marks: readonly Mark[] };

/** The marks of a block moved down the page. */
export function placed(block: Block, top: number): Mark[] {
  return block.marks.map((mark) => ({ ...mark, y: mark.y + top }));
}

/** A horizontal rule. */
export function rule(
  place: { readonly x: number; readonly y: number; readonly width: number },
  look: {
    readonly height: number;
    readonly color: string;
  },
): Mark {
  return { kind: 'box', ...place, ...look };
}
