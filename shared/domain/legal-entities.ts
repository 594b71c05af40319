/** Legal entities: who sells, in whose books and number series a document stands. */
import type { Decider } from '../kernel/decider.ts';
import { ok, refuse } from '../kernel/result.ts';

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
  readonly zone: string;
  readonly currency: string;
  readonly iban: string | null;
  readonly bic: string | null;
  readonly footer: readonly string[];
  readonly invoiceNumbers: string;
  readonly creditNoteNumbers: string;
  /** Percent by tax class where the country's built-in rates do not serve. */
  readonly taxRates: { readonly standard: string; readonly reduced: string } | null;
  readonly dueDays: number;
};

/** A seller's state. */
export type LegalEntity =
  | { readonly status: 'none' }
  | (SellerDetails & { readonly status: 'active'; readonly createdAt: string });

/** What can be asked. */
export type LegalEntityCommand = {
  readonly do: 'register';
  readonly details: SellerDetails;
  readonly at: string;
};

/** What becomes true. */
export type LegalEntityFact = {
  readonly type: 'legal_entity.registered';
  readonly data: SellerDetails & { readonly at: string };
};

/** The rules of one legal entity. */
export const legalEntities: Decider<LegalEntity, LegalEntityCommand, LegalEntityFact> = {
  name: 'legal_entities',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, { details, at }) {
    return ok(state.status === 'none' ? [{ type: 'legal_entity.registered', data: { ...details, at } }] : []);
  },
  evolve(_, fact) {
    const { at, ...details } = fact.data;

    return { ...details, status: 'active', createdAt: at };
  },
};

/** The legal entity an order is for when it names none: the only one there is. */
export function onlyEntity(entities: readonly string[]) {
  const [only, second] = entities;
  if (only === undefined)
    return refuse('legal_entity.unknown', 'This tenant has no legal entity yet.', {
      pointer: '#/legal_entity',
    });
  if (second !== undefined) {
    return refuse('legal_entity.ambiguous', 'This tenant has several legal entities; name one.', {
      pointer: '#/legal_entity',
    });
  }

  return ok(only);
}
