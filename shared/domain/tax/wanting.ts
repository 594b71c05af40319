/**
 * What is wanting where the tax cannot be decided: a proof that the law or the e-invoice asks for (EN 16931, BR-AE-02, BR-IC-02
 * and BR-G-02 for the VAT ids). A tax charged instead would be owed because it was invoiced, and deducted by nobody (Directive
 * 2006/112/EC, Art. 203).
 */
import { refuse } from '../../kernel/result.ts';

/** No proof of the consumer's place, for which the seller waits. */
export function unproven() {
  return refuse('tax.place_unproven', 'No two items of evidence agree on where the consumer is.', {
    hint: 'The document waits for evidence with the customer; the legal entity can be set to issue instead.',
  });
}

/** No answer of the register, for which the seller waits. */
export function unchecked() {
  return refuse(
    'tax.vat_id_unchecked',
    "The register has not answered yet whether the buyer's VAT id is valid.",
    {
      hint: 'The document waits for it; the legal entity can be set to trust or to charge instead.',
    },
  );
}

/** No VAT id of a business that would owe the tax itself within the seller's country. */
export function buyerWithoutVatId(country: string) {
  return refuse(
    'tax.buyer_vat_id_missing',
    `The buyer owes the tax of such a supply itself, and has no VAT id of ${country}.`,
    {
      hint: "Give the customer's vat_id, or another tax class where the buyer does not owe the tax.",
      pointer: '#/customer',
    },
  );
}

/** No VAT id of a seller whose supply leaves without tax. */
export function sellerWithoutVatId() {
  return refuse(
    'tax.seller_vat_id_missing',
    'This supply is invoiced without tax, and the seller has no VAT id to name for it.',
    { hint: "Give the legal entity's vat_id; a tax number does not suffice." },
  );
}

/** Goods of a seller in Northern Ireland for the Union, which the law treats as those of a member state, and we do not. */
export function northernIrishGoods() {
  return refuse(
    'tax.seller_in_northern_ireland',
    'Goods from Northern Ireland into the Union are taxed as between member states, which is not offered.',
    { hint: 'Have them decided by a tax engine, or invoice them elsewhere.' },
  );
}
