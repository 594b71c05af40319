import { canonicalJson, sha256Hex } from '../kernel/hash.ts';
import type { PayeeAccount } from './account.ts';
import type { TaxCategory } from './model.ts';
import type { CodedTransfer } from './payment-code.ts';
import type { SwissBill } from './swiss-bill.ts';

/** The layout that new content is frozen for; a renderer keeps every layout it ever had. */
export const LAYOUT_VERSION = 1;

/** A figure twice: `value` to count with (decimal in major units, or a day), `text` as printed. */
export type Figure = { readonly value: string; readonly text: string };

/** A printed text with the words before it. */
export type Labelled = { readonly label: string; readonly text: string };

/** A figure with the words before it. */
export type LabelledFigure = Figure & { readonly label: string };

/** A party as printed, with what later formats (XML) need of it. */
export type FrozenParty = {
  readonly name: string;
  readonly address: readonly string[];
  readonly country: string;
  readonly vatId: string | null;
  readonly taxNumber: string | null;
  readonly email: string | null;
};

/** A line; `running` is what is printed of this and all lines before it, for the carry at the foot of a page. */
export type FrozenLine = {
  readonly position: string;
  readonly description: string;
  readonly details: readonly string[];
  readonly quantity: Figure;
  readonly unit: string | null;
  readonly unitPrice: Figure;
  readonly discount: Figure;
  readonly category: TaxCategory;
  readonly rate: Figure;
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly net: Figure;
  /** Printed in place of the net, with price and discount likewise, where prices contain the tax. */
  readonly gross?: Figure;
  readonly running: Figure;
};

/** One row of the tax breakdown. */
export type FrozenTax = {
  readonly label: string;
  readonly category: TaxCategory;
  readonly rate: Figure;
  readonly base: Figure;
  readonly tax: Figure;
};

/** How to pay by transfer; the reference is the document's number, which the renderer is given. */
export type FrozenPayment = {
  readonly heading: string;
  readonly rows: readonly Labelled[];
  readonly referenceLabel: string;
  readonly bank: PayeeAccount | null;
  /** What a banking app scans. Absent where there is none, as on documents frozen before there were codes. */
  readonly code?: CodedTransfer & { readonly caption: string; readonly alternative: string };
  /** The payment part and the receipt at the foot of the last page; absent where there is none. */
  readonly swissBill?: SwissBill;
};

/**
 * A document with everything final but its number: every word and figure as it will be printed, and the bare figures beside
 * them. Nothing but text, lists and records, so it is the same after JSON.
 */
export type FrozenContent = {
  readonly layout: typeof LAYOUT_VERSION;
  readonly kind: 'invoice' | 'credit_note';
  /** BCP 47: the language and region the texts and figures are in. */
  readonly language: string;
  readonly currency: string;
  readonly title: string;
  readonly numberLabel: string;
  readonly issueDate: LabelledFigure;
  readonly dueDate: LabelledFigure | null;
  readonly supplyDate: LabelledFigure | null;
  readonly references: readonly Labelled[];
  readonly orderReference: string | null;
  readonly buyerReference: string | null;
  readonly seller: FrozenParty;
  /** The seller in one line, above the address in the window. */
  readonly sender: string;
  readonly contact: readonly Labelled[];
  readonly buyer: FrozenParty;
  readonly corrects: { readonly number: string; readonly date: Figure; readonly text: string } | null;
  readonly columns: {
    readonly position: string;
    readonly description: string;
    readonly quantity: string;
    readonly unitPrice: string;
    readonly taxRate: string;
    readonly amount: string;
  };
  readonly lines: readonly FrozenLine[];
  readonly carriedForward: string;
  readonly broughtForward: string;
  readonly summary: { readonly heading: string; readonly taxable: string; readonly amount: string };
  /** The sum of the lines, and what is taken off and added before the net; left out where the net is that sum. */
  readonly reductions?: {
    readonly lines: LabelledFigure;
    readonly rows: readonly LabelledFigure[];
  };
  readonly net: LabelledFigure;
  readonly taxes: readonly FrozenTax[];
  readonly tax: Figure;
  readonly total: LabelledFigure;
  /** The deposits that are deducted from the total, and what is left; left out where there are none. */
  readonly deductions?: { readonly rows: readonly LabelledFigure[]; readonly toPay: LabelledFigure };
  readonly notes: readonly string[];
  readonly terms: string;
  readonly payment: FrozenPayment | null;
  readonly footer: readonly (readonly string[])[];
  /** Colour of the seller's name, the title and the rules that carry sums. Absent: ink. */
  readonly accent?: string;
  /** The seller's logo by the hash of its bytes, its size in pixels. Absent: the name stands in its place. */
  readonly logo?: { readonly sha256: string; readonly width: number; readonly height: number };
  /** With the places `{page}` and `{pages}`. */
  readonly page: string;
};

/** The one spelling of frozen content as UTF-8 JSON: what is hashed, stored and rendered. */
export function contentBytes(content: FrozenContent): Uint8Array {
  return new TextEncoder().encode(canonicalJson(content));
}

/** SHA-256 of `contentBytes` in hex; the manifest holds it beside the document's id. */
export function contentHash(content: FrozenContent): string {
  return sha256Hex(contentBytes(content));
}
