/** That every string of a document has its letters in the fonts that it is printed in. */
import { missingLetters, namedLetters } from '../kernel/letters.ts';
import type { Finding } from './en16931/finding.ts';
import { finding } from './en16931/report.ts';
import type { DocumentModel, Party } from './model.ts';

type Said = readonly [field: string, text: string | null | undefined];

/**
 * A new document with a letter that would print as a replacement sign is refused. A credit note says what an issued invoice
 * says, and whoever is to get money back gets it all the same: there it is for a person to look at.
 */
export function checkLetters(model: DocumentModel): readonly Finding[] {
  const rule = model.kind === 'credit_note' ? 'CH-LETTERS-KEPT' : 'CH-LETTERS';

  return saidBy(model).flatMap(([field, text]) => {
    const missing = missingLetters(text ?? '');
    return missing.length === 0 ? [] : [finding(rule, field, namedLetters(missing))];
  });
}

/** Every text from outside that is printed, by the business term that it is. */
function saidBy(model: DocumentModel): readonly Said[] {
  const { seller, buyer, bank, directDebit } = model;

  return [
    ...partyOf(seller, { name: 'BT-27', address: 'BG-5', vatId: 'BT-31', taxNumber: 'BT-32' }),
    ['BT-43', seller.email],
    ['BT-41', seller.contact?.name],
    ['BT-42', seller.contact?.phone],
    ...seller.footer.map((line): Said => ['BT-33', line]),
    ...partyOf(buyer, { name: 'BT-44', address: 'BG-8', vatId: 'BT-48', taxNumber: 'BT-46' }),
    ['BT-58', buyer.email],
    ['BT-85', bank?.holder === seller.name ? null : bank?.holder],
    ['BT-89', directDebit?.mandate],
    ['BT-10', model.buyerReference],
    ['BT-13', model.orderReference],
    ['BT-25', model.corrects?.number],
    ['BT-120', model.smallBusiness?.text],
    ['BT-22', model.accountingTax?.source],
    ...(model.deducts ?? []).map(({ number }): Said => ['BT-25', number]),
    ...(model.reductions ?? []).map(
      ({ isCharge, reason }, index): Said => [
        `BG-20/21[${index + 1}]/${isCharge ? 'BT-104' : 'BT-97'}`,
        reason,
      ],
    ),
    ...model.lines.flatMap(({ description, unit, subscription }, index): readonly Said[] => [
      [`BG-25[${index + 1}]/BT-153`, description],
      [`BG-25[${index + 1}]/BT-130`, unit],
      [`BG-25[${index + 1}]/BT-127`, subscription],
    ]),
  ];
}

function partyOf(
  { name, address, vatId, taxNumber }: Party,
  fields: Readonly<Record<'name' | 'address' | 'vatId' | 'taxNumber', string>>,
): readonly Said[] {
  return [
    [fields.name, name],
    [fields.address, address.join(' ')],
    [fields.vatId, vatId],
    [fields.taxNumber, taxNumber],
  ];
}
