/** The question "which tax does this line bear?" and its answer, as they travel between the rules and a tax engine. */
import * as z from 'zod';
import type { PlaceCheckPolicy } from './place-evidence.ts';

/**
 * What is supplied: it decides where the tax is due. `electronic` is a service delivered by a network without a person,
 * `intangible` one of Directive 2006/112/EC, Art. 59, which is not taxed at home for a consumer outside the Union.
 */
export const Supply = z.enum(['goods', 'services', 'electronic', 'intangible']).meta({
  id: 'Supply',
  description:
    'What is supplied; electronic services are delivered over a network without human intervention, intangible ones are licences, advertising, consulting, data processing and the like (Directive 2006/112/EC, Art. 59)',
});

/** A parsed kind of supply. */
export type Supply = z.infer<typeof Supply>;

/**
 * How a line is taxed at home; which tax applies follows from seller, customer, place and day of supply. `reverse_charge`
 * lets a business customer of the seller's own country owe the tax, as the law has it for building work and the like.
 * `second_reduced`, `third_reduced` and `super_reduced` are the further rates of states that have several.
 */
export const TaxClass = z
  .enum([
    'standard',
    'reduced',
    'second_reduced',
    'third_reduced',
    'super_reduced',
    'zero',
    'exempt',
    'reverse_charge',
  ])
  .meta({ id: 'TaxClass' });

/** What prices are stated in: net of VAT, or with the VAT they contain. */
export const PriceBasis = z.enum(['net', 'gross']).meta({
  id: 'PriceBasis',
  description: 'Whether prices are net of VAT or contain it; where no VAT is due, both are the same',
});

/** What happens to a document whose buyer's VAT id could not be checked. */
export const VatCheckPolicy = z.enum(['wait', 'trust', 'charge']).meta({
  id: 'VatCheckPolicy',
  description: 'An unchecked VAT id lets the document wait, counts as valid, or counts as none',
});

/** A parsed policy. */
export type VatCheckPolicy = z.infer<typeof VatCheckPolicy>;

/** Why nothing can be drafted for a buyer: who it is, or which tax it bears, is not known. */
export const DRAFT_REFUSALS = [
  'customer.erased',
  'tax.rate_unknown',
  'tax.vat_id_unchecked',
  'tax.place_unproven',
  'tax.buyer_vat_id_missing',
  'tax.seller_vat_id_missing',
  'tax.seller_in_northern_ireland',
];

/** VAT category codes of EN 16931 (UNTDID 5305). */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O';

/** A seller's own rates in percent; `until` is the last day for which they are known, null without end. */
export type OwnRates = {
  readonly standard: string;
  readonly reduced: string;
  readonly second_reduced?: string | null;
  readonly third_reduced?: string | null;
  readonly super_reduced?: string | null;
  readonly until?: string | null;
};

/** What the tax depends on of the seller. Countries are ISO 3166-1, or a territory outside the VAT area. */
export type TaxSeller = {
  readonly country: string;
  readonly hasVatId: boolean;
  /** Whether it sells from Northern Ireland, whose goods are those of a member state; absent elsewhere. */
  readonly isNorthernIrish?: true;
  readonly isSmallBusiness: boolean;
  /** First day on which consumers in other member states are taxed where they are; null: where the seller is. */
  readonly ossFrom: string | null;
  readonly rates: OwnRates | null;
  readonly vatCheck: VatCheckPolicy;
  /** What becomes of electronic services for a consumer whose place is not proven; absent: they are invoiced. */
  readonly placeCheck?: PlaceCheckPolicy;
};

/** What the tax depends on of the buyer: never who it is. */
export type TaxBuyer = {
  readonly kind: 'business' | 'consumer';
  readonly country: string;
  /** The state that gave the VAT id, `XI` for Northern Ireland, and what is known of it. */
  readonly vatId: {
    readonly country: string;
    readonly standing: 'valid' | 'invalid' | 'unchecked';
  } | null;
  /** Where evidence says that a consumer is; absent where nobody asked, so that the address holds. */
  readonly place?: { readonly country: string; readonly isProven: boolean };
};

/** One line's question. `on` is the day of supply, which decides the rate. */
export type TaxQuestion = {
  readonly seller: TaxSeller;
  readonly buyer: TaxBuyer;
  readonly supply: Supply;
  /** Where goods arrive. */
  readonly deliverTo: string;
  readonly on: string;
  readonly taxClass: z.infer<typeof TaxClass>;
};

/** The sentence that the law wants on the document. */
export type TaxPhrase =
  | 'exempt'
  | 'small_business'
  | 'reverse_charge'
  | 'intra_community'
  | 'export'
  | 'outside_scope';

/** What the seller must keep so that the decision stands in an audit. */
export const TaxProof = z.enum([
  'vat_id_checked',
  'arrival_in_member_state',
  'leaving_the_union',
  'two_of_place',
]);

/** A parsed proof. */
export type TaxProof = z.infer<typeof TaxProof>;

/** Which rule decided; `seller_without_vat_id` on documents of old alone, for such a sale is refused. */
export const TaxReason = z.enum([
  'at_home',
  'class_zero',
  'class_exempt',
  'small_business',
  'domestic_reverse_charge',
  'service_to_business_in_union',
  'goods_to_business_in_union',
  'goods_out_of_union',
  'service_out_of_union',
  'consumer_where_seller_is',
  'consumer_where_buyer_is',
  'business_without_vat_id',
  'seller_without_vat_id',
  'seller_outside_union',
  'multi_purpose_voucher',
]);

/** A parsed reason. */
export type TaxReason = z.infer<typeof TaxReason>;

/** The tax of one line, and why. */
export type TaxDecision = {
  readonly category: VatCategory;
  /** Percent as a decimal; `0` wherever no tax is charged. */
  readonly rate: string;
  /** Whose tax it is. */
  readonly country: string;
  readonly phrase: TaxPhrase | null;
  readonly proofs: readonly TaxProof[];
  readonly reason: TaxReason;
  /** Present where the sale counts towards the threshold of Art. 59c, and is taxed in the consumer's state beyond it. */
  readonly unionSale?: UnionSaleOf;
};

/** Goods or electronic services for a consumer in another member state. */
export type UnionSaleOf = { readonly to: string; readonly supply: 'goods' | 'electronic' };
