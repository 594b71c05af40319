/**
 * By what a seller is known to its tax office. An invoice of a seller in the Union states its VAT id or, where the country gives
 * such, its tax number (Article 226 (3) of Directive 2006/112/EC, § 14 (4) no. 2 UStG); one of a small enterprise, too.
 */
import { isMemberState } from '../../kernel/countries.ts';
import { refuse } from '../../kernel/result.ts';
import type { LegalEntity, SellerDetails } from './states.ts';

type Identified = Pick<SellerDetails, 'country' | 'vatId' | 'taxNumber'>;

/** Whether its invoices would name nothing by which the tax office knows it. Elsewhere other laws hold, which we do not know. */
export function lacksTaxId({ country, vatId, taxNumber }: Identified): boolean {
  return isMemberState(country) && vatId === null && taxNumber === null;
}

/** Whether invoices can be issued in the name of a seller that was read. */
export function isReady(state: LegalEntity): boolean {
  return state.status !== 'none' && !lacksTaxId(state);
}

/** Refuses what would be invoiced by a seller without VAT id and tax number; undefined where it has one. */
export function refusedWithoutTaxId(seller: Identified, pointer: string) {
  if (!lacksTaxId(seller)) return undefined;

  return refuse(
    'legal_entity.tax_id_missing',
    'The legal entity has neither a VAT id nor a tax number, and its invoices must state one.',
    { pointer, hint: 'Give it its vat_id or tax_number with PATCH /v1/legal_entities/{legal_entity_id}.' },
  );
}
