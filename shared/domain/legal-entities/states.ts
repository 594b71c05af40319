/** A legal entity as its facts tell it. */
import type { PlaceCheckPolicy, PlaceItems } from '../../contracts/place-evidence.ts';
import type { OwnRates, VatCheckPolicy } from '../../contracts/tax.ts';
import type { Branding } from '../branding.ts';
import type { Handling } from '../handling.ts';
import type { OrderOfUse, PrepaidPosition } from '../prepaid/credits.ts';
import type { Counting } from '../series/counting.ts';
import type { Numbering } from '../series/patterns.ts';
import type { NumberingChange } from './numbering.ts';

/** What a seller is; company data, printed on every document. */
export type SellerDetails = {
  readonly name: string;
  readonly address: readonly string[];
  readonly postal: Readonly<Record<'line1' | 'postal_code' | 'city' | 'country', string>> &
    Readonly<Record<'line2' | 'region', string | null>>;
  readonly country: string;
  readonly vatId: string | null;
  readonly taxNumber: string | null;
  readonly email: string | null;
  /** Absent on sellers of old. */
  readonly contact?: { readonly name: string; readonly phone: string } | null;
  readonly endpoint?: { readonly scheme: string; readonly id: string } | null;
  readonly zone: string;
  readonly currency: string;
  /** In which it accounts for its tax; null where documents state it in their own alone. Absent: that of its country. */
  readonly accountingCurrency?: string | null;
  readonly iban: string | null;
  readonly bic: string | null;
  readonly footer: readonly string[];
  readonly invoiceNumbers: string;
  readonly creditNoteNumbers: string;
  /** Absent where it counts as usual: by seller, anew with each year. */
  readonly counting?: Counting;
  /** Percent by tax class where the country's built-in rates do not serve. */
  readonly taxRates: OwnRates | null;
  /** Absent on sellers of old: no exemption, no consumers taxed abroad, documents wait for the register. */
  readonly tax?: SellerTax;
  /** Absent where nothing was ever said about it. */
  readonly branding?: Branding;
  /** Absent where nothing was ever said about it. */
  readonly handling?: Handling;
  /** Absent where nothing was ever said about it, which is `by_day`. */
  readonly revenueRecognition?: RevenueRecognition;
  /** Where prepaid credits stand on an invoice; absent where the seller never gave any, so that nobody looks for them. */
  readonly prepaidPosition?: PrepaidPosition;
  /** In which order prepaid credits of one priority are used; absent where it is `expiring_first`. */
  readonly prepaidOrder?: OrderOfUse;
  readonly dueDays: number;
};

/** When what a subscription's invoice charges becomes revenue: day by day as it is served, or with the invoice. */
export type RevenueRecognition = 'by_day' | 'at_invoice';

/** How a seller is taxed. */
export type SellerTax = {
  readonly smallBusiness: boolean;
  /** The sentence of the exemption in the seller's own words; null prints ours. */
  readonly smallBusinessNote: string | null;
  /** First day on which consumers in other member states are taxed at their own rates (one-stop shop). */
  readonly ossFrom: string | null;
  readonly vatCheck: VatCheckPolicy;
  /** What becomes of a document whose consumer's place is not proven; absent: it is issued. */
  readonly placeCheck?: PlaceCheckPolicy;
  /** Items that prove a place; absent: two. */
  readonly placeItems?: PlaceItems;
};

/** What may be changed of a seller's taxation. */
export type TaxChange = Partial<SellerTax> & { readonly taxRates?: OwnRates | null };

/** What may be changed of a seller's own details. */
export type DetailsChange = Partial<
  Pick<
    SellerDetails,
    | 'name'
    | 'address'
    | 'postal'
    | 'vatId'
    | 'taxNumber'
    | 'email'
    | 'contact'
    | 'endpoint'
    | 'iban'
    | 'bic'
    | 'footer'
    | 'dueDays'
  >
>;

/** What may be changed of a seller, for documents to come. */
export type SellerChange = {
  readonly details?: DetailsChange;
  readonly tax?: TaxChange;
  readonly branding?: Partial<Branding>;
  readonly handling?: Partial<Handling>;
  readonly accounting?: AccountingChange;
  readonly numbering?: NumberingChange;
};

/** What may be changed of how a seller keeps its books. */
export type AccountingChange = Partial<
  Pick<SellerDetails, 'revenueRecognition' | 'accountingCurrency' | 'prepaidPosition' | 'prepaidOrder'>
>;

/** A seller's state. */
export type LegalEntity =
  | { readonly status: 'none' }
  | (SellerDetails & {
      readonly status: 'active';
      readonly createdAt: string;
      /** Oldest first; absent where it was never changed. */
      readonly pastNumberings?: readonly Numbering[];
    });

/** What can be asked. */
export type LegalEntityCommand =
  | { readonly do: 'register'; readonly details: SellerDetails; readonly at: string }
  | { readonly do: 'change'; readonly change: SellerChange; readonly at: string }
  /** From now on its invoices look for prepaid credits; where these stand is left as it was said, if ever it was. */
  | { readonly do: 'hold_credits'; readonly at: string };

/** What becomes true. */
export type LegalEntityFact =
  | { readonly type: 'legal_entity.registered'; readonly data: SellerDetails & { readonly at: string } }
  | { readonly type: 'legal_entity.details_changed'; readonly data: DetailsChange & { readonly at: string } }
  | { readonly type: 'legal_entity.tax_changed'; readonly data: TaxChange & { readonly at: string } }
  | { readonly type: 'legal_entity.handling_changed'; readonly data: Handling & { readonly at: string } }
  | { readonly type: 'legal_entity.branded'; readonly data: Branding & { readonly at: string } }
  | {
      readonly type: 'legal_entity.accounting_changed';
      readonly data: AccountingChange & { readonly at: string };
    }
  | { readonly type: 'legal_entity.numbering_changed'; readonly data: Numbering & { readonly at: string } };
