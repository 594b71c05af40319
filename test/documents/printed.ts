/** That a printed document carries what it was made of: its text is read out of the PDF's own streams. */
import { deepStrictEqual, ok as holds } from 'node:assert';
import { documentAssets } from '../../shared/documents/assets.ts';
import type { FrozenContent } from '../../shared/documents/content.ts';
import { FACTUR_X_FILE } from '../../shared/documents/pdf/metadata.ts';
import { typefaceOf } from '../../shared/documents/pdf/typeface.ts';
import { printDocument } from '../../shared/documents/pdf.ts';
import { attachmentOf } from '../../shared/documents/prepared.ts';
import { type ReadPdf, readPdf } from '../shared/documents/pdf-reader.ts';
import type { Paper } from './papers.ts';

const FONTS = documentAssets();

/** Prints, reads back, and throws where number, parties, lines, taxes, sums, notes or the e-invoice are missing. */
export async function assertPrinted({ content, number, semantic }: Paper): Promise<ReadPdf> {
  const eInvoice = semantic && attachmentOf(semantic);
  const read = readPdf(await printDocument({ content, number, eInvoice }, FONTS));
  const text = squeezed(read.pages.join(''));
  for (const each of saidIn(content, number))
    holds(text.includes(squeezed(printable(each))), `the PDF says ${each}`);
  deepStrictEqual(read.attachments, eInvoice === null ? {} : { [FACTUR_X_FILE]: eInvoice });
  holds(
    read.fonts.every(({ isEmbedded }) => isEmbedded),
    'its fonts are embedded',
  );

  return read;
}

function saidIn(content: FrozenContent, number: string): readonly string[] {
  const { title, net, total, taxes, lines, seller, buyer, corrects, reductions, deductions, notes } = content;
  const rows = [...(reductions?.rows ?? []), ...(deductions ? [...deductions.rows, deductions.toPay] : [])];

  return [
    ...[number, title, net.text, total.text, seller.name, buyer.name, ...notes],
    ...(corrects ? [corrects.text] : []),
    ...lines.flatMap((line) => [
      ...[line.description, line.quantity.text, line.unitPrice.text],
      (line.gross ?? line.net).text,
    ]),
    ...taxes.flatMap(({ label, base, tax }) => [label, base.text, tax.text]),
    ...rows.flatMap((row) => [row.label, row.text]),
  ];
}

/** What becomes of a text in print: a sign that the font lacks is printed as one that says so. */
export function printable(text: string): string {
  return typefaceOf(FONTS).regular.printable(text);
}

/** Lines are broken and hyphenless in print, so blanks are not compared. */
export function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}
