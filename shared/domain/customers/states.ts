/** A customer as its facts tell it. */
import type { AwaitingFact } from '../exchange-rates.ts';
import type { InvoiceGrouping } from '../gatherings.ts';
import type { PlaceEvidence } from '../tax/place-evidence.ts';
import type { ClarifyingCommand, ClarifyingFact } from './clarifying.ts';
import type { PlaceCommand, PlaceFact } from './place.ts';

/** Where a customer's charges go by default. */
export type DefaultMethod = {
  readonly provider: string;
  readonly id: string;
  readonly providerCustomer: string | null;
};

/** The part of a customer that rules read. */
export type CustomerTerms = {
  readonly kind: 'business' | 'consumer';
  readonly country: string;
  /** The part of the country that is taxed in its own way, as `ES-X`; absent or null in the rest of it. */
  readonly part?: string | null;
  readonly language: string;
  readonly dueDays: number;
  /** The day of the month on which subscriptions that ask for it begin their periods; absent on most. */
  readonly billingDay?: number | null;
  /** Whether there ever was a SEPA mandate, so that an invoice may be announced as a direct debit; absent on most. */
  readonly hadMandate?: true;
  /** How new subscriptions are invoiced; absent where each has invoices of its own. */
  readonly grouping?: InvoiceGrouping;
  /** IANA zone in which the days of new subscriptions begin; absent or null where that is the seller's. */
  readonly zone?: string | null;
  readonly metadata: readonly (readonly [string, string])[];
};

/** What the register, or the check digits alone, said of the VAT id in a version of the profile; kept as proof. */
export type VatCheck = {
  readonly profile: number;
  readonly answer: 'valid' | 'invalid' | 'unavailable';
  readonly by: 'check_digits' | 'register';
  /** The register's own id of the answer, where it gave one. */
  readonly consultation: string | null;
  readonly at: string;
};

/** What is known of a customer's VAT id. The id itself is personal and lies in the profile; absent means there never was one. */
export type VatChecks = {
  /** The state that gave it, and the first version of the profile that holds it. */
  readonly vat?: { readonly country: string; readonly since: number } | null;
  readonly vatCheck?: VatCheck | null;
};

/** A customer's life. */
export type Customer =
  | { readonly status: 'none' }
  | (CustomerTerms &
      VatChecks & {
        readonly status: 'active' | 'erased';
        /** The newest version of the profile; the versions before it stay until erasure. */
        readonly profile: number;
        readonly method: DefaultMethod | null;
        readonly createdAt: string;
        /** Where the customer is, of each kind the newest; absent where nobody told. */
        readonly evidence?: readonly PlaceEvidence[];
        /** Documents that wait until it is known. */
        readonly awaiting?: readonly AwaitingFact[];
        /** Documents that could not be issued for what is known of the customer. */
        readonly unclear?: readonly AwaitingFact[];
      });

/** What can be asked. */
export type CustomerCommand =
  | ({
      readonly do: 'register';
      readonly profile: number;
      readonly at: string;
      readonly vatCountry?: string | null;
      readonly evidence?: readonly PlaceEvidence[];
    } & CustomerTerms)
  | {
      readonly do: 'change';
      readonly terms: Partial<CustomerTerms>;
      readonly profile: number;
      /** The state of the new VAT id, null where it was taken away; left out, it is the same as before. */
      readonly vatCountry?: string | null | undefined;
      readonly evidence?: readonly PlaceEvidence[];
    }
  | PlaceCommand
  | ClarifyingCommand
  | { readonly do: 'note_vat_check'; readonly check: VatCheck }
  | { readonly do: 'erase' }
  | { readonly do: 'attach_method'; readonly method: DefaultMethod }
  | { readonly do: 'detach_method'; readonly id: string };

/** What becomes true. */
export type CustomerFact =
  | {
      readonly type: 'customer.registered';
      readonly data: CustomerTerms & { readonly profile: number; readonly at: string };
    }
  | {
      readonly type: 'customer.changed';
      readonly data: { readonly terms: Partial<CustomerTerms>; readonly profile: number };
    }
  /** Said beside the two above when a VAT id is new or gone; it wakes whoever asks the register. */
  | {
      readonly type: 'customer.vat_id_set';
      readonly data: { readonly country: string | null; readonly profile: number };
    }
  | { readonly type: 'customer.vat_id_checked'; readonly data: VatCheck }
  | PlaceFact
  | ClarifyingFact
  | { readonly type: 'customer.erased'; readonly data: Record<string, never> }
  | { readonly type: 'payment_method.attached'; readonly data: DefaultMethod }
  | { readonly type: 'payment_method.detached'; readonly data: { readonly id: string } };
