/** Who buys, as a document names them and as its tax sees them; asks for a check of the VAT id where one is missing. */
import type { Supply, TaxBuyer } from '../contracts/tax.ts';
import { addressLines, type Postal } from '../domain/addresses.ts';
import { customers } from '../domain/customers.ts';
import type { DeliveryWish } from '../domain/handling.ts';
import type { OrderTerms } from '../domain/orders/states.ts';
import type { SellerDetails } from '../domain/legal-entities/states.ts';
import { isMoreNeeded, taxBuyerOf, taxSellerOf } from '../domain/tax/parties.ts';
import { evidenceInProfile, type PlaceProof, provePlace } from '../domain/tax/place.ts';
import { type PlaceEvidence, withEvidence } from '../domain/tax/place-evidence.ts';
import { territoryOf } from '../domain/tax/territories.ts';
import { load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Message, Ports } from '../ports.ts';

/** A sale as far as its buyer matters. */
export type Sale = {
  readonly tenant: string;
  readonly customer: string;
  /** The version of the profile that the document names. */
  readonly profile: number;
  readonly deliverTo: string | null;
  readonly classes: readonly string[];
  /** Whether a line is an electronic service, which is taxed where a consumer is and not only lives. */
  readonly isElectronic: boolean;
};

/** The sale behind an order or a period, whose lines have these tax classes and kinds of supply; a service where none is named. */
export function saleOf(
  tenant: string,
  of: { readonly customer: string; readonly profile: number } & Pick<OrderTerms, 'deliverTo' | 'arrivesIn'>,
  lines: readonly { readonly tax: string; readonly supply?: Supply }[],
): Sale {
  const { customer, profile, arrivesIn, deliverTo = null } = of;

  const classes = [...new Set(lines.map(({ tax }) => tax))];
  const isElectronic = lines.some(({ supply }) => supply === 'electronic');

  return { tenant, customer, profile, deliverTo: arrivesIn ?? deliverTo, classes, isElectronic };
}

/** A version of a customer's profile, in the shape it was written from. */
export type BuyerProfile = {
  readonly name: string;
  readonly email: string | null;
  readonly address: Postal;
  readonly vat_id: string | null;
  /** Absent in profiles of old. */
  readonly endpoint?: { readonly scheme: string; readonly id: string } | null;
  readonly buyer_reference?: string | null;
  readonly invoice_delivery?: DeliveryWish | null;
  readonly sepa_mandate?: {
    readonly reference: string;
    readonly iban: string;
    readonly signed_on?: string;
  } | null;
};

/** The buyer as documents need it; `place` is what is known of where a consumer abroad is. */
export type Buyer = { readonly profile: BuyerProfile; readonly tax: TaxBuyer; readonly place?: PlaceProof };

/**
 * The buyer of a sale on a day. Only a sale that crosses a border, turns the charge, or may be an electronic service to a consumer
 * reads more than the profile.
 */
export async function buyerOf(
  sale: Sale,
  of: { readonly seller: SellerDetails; readonly today: string },
  ports: Pick<Ports, 'journal' | 'profiles'>,
): Promise<Result<Buyer>> {
  const ref = { tenant: sale.tenant, id: sale.customer };
  const stored = await ports.profiles.get(ref, sale.profile);
  if (!stored) return refuse('customer.erased', 'The personal data that the invoice needs was erased.');
  const profile = stored.data as BuyerProfile; // written from CustomerProfile
  const { country, postal_code: postalCode } = profile.address;
  const buyerCountry = territoryOf({ country, postalCode });
  const seller = taxSellerOf(of.seller);
  // Whoever gave a VAT id is a business, which evidence does not place.
  const mayBePlaced = sale.isElectronic && profile.vat_id === null;
  if (!mayBePlaced && !isMoreNeeded({ ...sale, seller, buyerCountry }))
    return ok({ profile, tax: { kind: 'business', country: buyerCountry, vatId: null } });

  const { state } = await load(ports.journal, customers, ref);
  if (state.status === 'none') return refuse('customer.unknown', 'There is no such customer.');
  const place = state.kind === 'consumer' && placeOf(state, { profile, ...of });
  const known = {
    kind: state.kind,
    address: profile.address,
    vatId: profile.vat_id,
    profile: sale.profile,
    checks: state,
    ...(place && { place }),
  };

  return ok({ profile, tax: taxBuyerOf(known, of.today), ...(place && { place }) });
}

/** Where a consumer is: by what was told of it, and by the address and the mandate of the profile. */
function placeOf(
  { evidence = [] }: { readonly evidence?: readonly PlaceEvidence[] },
  of: { readonly profile: BuyerProfile; readonly seller: SellerDetails; readonly today: string },
): PlaceProof {
  const { profile, seller, today } = of;
  const { country, postal_code: postalCode } = profile.address;

  return provePlace(withEvidence(evidenceInProfile(profile, today), evidence), {
    billing: territoryOf({ country, postalCode }),
    oneSuffices: seller.tax?.placeItems === 'one',
  });
}

/** The buyer as documents print it. */
export function partyOf({ name, email, address, vat_id, endpoint = null }: BuyerProfile) {
  return {
    name,
    email,
    address: addressLines(address),
    country: address.country,
    vatId: vat_id,
    taxNumber: null,
    endpoint,
  };
}

/** What a direct debit by the seller would stand on. */
export function debitTermsOf({ handling }: Pick<SellerDetails, 'handling'>, profile: BuyerProfile) {
  return { creditor: handling?.creditorId ?? null, mandate: profile.sepa_mandate ?? null };
}

/** Names a fact whose document waits. */
export type WaitingFact = { readonly id: string; readonly version: number; readonly fact: string };

/**
 * Sends for the register's answer about the VAT id of a sale, and says which fact to tell again once it is there, so that
 * its document need not wait for the queue's own turn. Asking twice changes nothing.
 */
export async function askForCheck(
  sale: Sale,
  of: { readonly trace: string; readonly waiting: WaitingFact },
  ports: Pick<Ports, 'queues'>,
): Promise<void> {
  const { id, version, fact } = of.waiting;
  const task = { profile: sale.profile, waiting: id, version, fact };
  const message = { kind: 'work', tenant: sale.tenant, id: sale.customer, trace: of.trace, task };
  await sent({ to: 'customers.check', body: JSON.stringify(message) }, ports);
}

/** Tells the fact that a question about a VAT id named again to whoever could not make its document. */
export async function tellAgain(
  message: { readonly tenant: string; readonly trace: string; readonly task: Task },
  ports: Pick<Ports, 'queues'>,
): Promise<void> {
  const { tenant, trace, task } = message;
  const fact = { kind: 'fact', tenant, id: task.waiting, version: task.version, fact: task.fact, trace };
  await sent({ to: 'invoices.issue', body: JSON.stringify(fact) }, ports);
}

type Task = Readonly<Record<string, string | number | null>>;

async function sent(message: Message, { queues }: Pick<Ports, 'queues'>): Promise<void> {
  const failed = await queues.send([message]);
  if (failed.length > 0) throw new Error(`${message.to} was not told`);
}
