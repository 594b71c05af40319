/**
 * Where a consumer of electronic services is (Implementing Regulation (EU) 282/2011, Art. 24b (d), 24d and 24f): where two items
 * of evidence say so that do not contradict each other, whatever a third one says.
 */
import type { PlaceEvidenceKind } from '../../contracts/place-evidence.ts';
import type { PlaceEvidence } from './place-evidence.ts';
import { territoryOf } from './territories.ts';
import type { UnionSales } from './union-sale.ts';

/** What a document is issued on, frozen with it. */
export type PlaceProof = {
  readonly outcome: 'proven' | 'contradictory' | 'insufficient';
  /** Absent where it is not proven. */
  readonly rule?: 'two_items' | 'one_item';
  /** Where the consumer is taken to be: the proven place, or else that of the billing address. */
  readonly country: string;
  readonly proving: readonly PlaceEvidence[];
  readonly others: readonly PlaceEvidence[];
};

/** What a document tells of sales to consumers in other member states, where it is of such. */
export type SoldAbroad = {
  readonly unionSales?: UnionSales;
  /** What is known of the consumer's place as it is issued; absent where it does not decide the tax. */
  readonly place?: PlaceProof;
};

/** Items that say the same are enough from so many on. */
const ITEMS_MIN = 2;

/**
 * Decides by everything that is known, of each kind one item. More items for one country than for any other, two at least, prove
 * that one. One of a third party suffices where the seller may do with one, so long as nothing contradicts it.
 */
export function provePlace(
  evidence: readonly PlaceEvidence[],
  of: { readonly billing: string; readonly oneSuffices: boolean },
): PlaceProof {
  const { billing } = of;
  const items = evidence.toSorted((a, b) => (LETTERS[a.kind] < LETTERS[b.kind] ? -1 : 1));
  const groups = [...Map.groupBy(items, ({ country }) => placeIn(country, billing))].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  const [[country, most] = [billing, []], [, next] = [billing, []]] = groups;
  if (most.length >= ITEMS_MIN && most.length > next.length)
    return provenBy(most.slice(0, ITEMS_MIN), { rule: 'two_items', country, items });
  const sufficient = groups.length === 1 && of.oneSuffices ? items.find(isOfThirdParty) : undefined;
  if (sufficient) return provenBy([sufficient], { rule: 'one_item', country, items });

  return {
    outcome: groups.length > 1 ? 'contradictory' : 'insufficient',
    country: billing,
    proving: [],
    others: items,
  };
}

function provenBy(
  proving: readonly PlaceEvidence[],
  of: {
    readonly rule: 'two_items' | 'one_item';
    readonly country: string;
    readonly items: readonly PlaceEvidence[];
  },
): PlaceProof {
  const { rule, country, items } = of;

  return {
    outcome: 'proven',
    rule,
    country,
    proving,
    others: items.filter((each) => !proving.includes(each)),
  };
}

/** Items of Art. 24f (a) to (e) by a person who is neither the customer nor the seller. */
function isOfThirdParty({ kind, by }: PlaceEvidence): boolean {
  return by === 'third_party' && kind !== 'other';
}

/** A device or a bank tells the state and not its excepted parts, so that it agrees with a billing address in one of them. */
function placeIn(country: string, billing: string): string {
  const state = territoryOf({ country, postalCode: null });

  return billing.startsWith(`${state}-`) ? billing : state;
}

/** The letters of Art. 24f. */
const LETTERS: Readonly<Record<PlaceEvidenceKind, string>> = {
  billing_address: 'a',
  ip_geolocation: 'b',
  bank: 'c',
  sim: 'd',
  fixed_line: 'e',
  other: 'f',
};

/** What the customer's own data tells: where the bill goes, and where the account is that a mandate debits. */
export function evidenceInProfile(
  profile: {
    readonly address: { readonly country: string };
    readonly sepa_mandate?: { readonly iban: string; readonly signed_on?: string } | null;
  },
  today: string,
): readonly PlaceEvidence[] {
  const { address, sepa_mandate: mandate } = profile;
  const billing = { kind: 'billing_address', country: address.country, ...OWN, on: today } as const;

  return [billing, ...evidenceOfMandate(mandate, today)];
}

/** The account that a mandate debits, dated by its signature where that is known; nothing where there is no mandate. */
export function evidenceOfMandate(
  mandate: { readonly iban: string; readonly signed_on?: string } | null | undefined,
  today: string,
): readonly PlaceEvidence[] {
  if (!mandate) return [];

  return [{ kind: 'bank', country: mandate.iban.slice(0, 2), ...OWN, on: mandate.signed_on ?? today }];
}

/** The customer's word. */
const OWN = { by: 'customer', source: null } as const;
