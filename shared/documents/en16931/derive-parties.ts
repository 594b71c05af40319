/** Seller and buyer in the semantic model. */
import { sanitisedOrNull } from '../figures.ts';
import type { DocumentModel, Party } from '../model.ts';
import { sanitise } from '../../kernel/sanitise.ts';
import type { Identifier, SemanticAddress, SemanticContact, SemanticParty } from './model.ts';

/** The seller; where nothing else identifies it, its tax number does (BR-CO-26). */
export function sellerOf(model: DocumentModel): SemanticParty {
  const { seller } = model;
  const vatId = vatIdOf(seller, model);
  const taxNumber = sanitisedOrNull(seller.taxNumber);
  return {
    ...partyOf(seller, vatId),
    id: vatId === null ? (taxNumber ?? sanitisedOrNull(seller.vatId)) : null,
    taxNumber,
    legalForm: sanitisedOrNull(seller.footer.join(', ')),
    contact: contactOf(seller),
  };
}

/** The buyer. */
export function buyerOf(model: DocumentModel): SemanticParty {
  const { buyer } = model;
  return { ...partyOf(buyer, vatIdOf(buyer, model)), contact: null };
}

/** The parts of the address; of an address that is known in lines only, what they reveal. */
export function semanticAddress(party: Pick<Party, 'postal' | 'address' | 'country'>): SemanticAddress {
  const { postal } = party;
  if (!postal) return fromLines(party.address, sanitise(party.country));

  return {
    street: sanitisedOrNull(postal.street),
    additional: sanitisedOrNull(postal.additional),
    city: sanitisedOrNull(postal.city),
    postcode: sanitisedOrNull(postal.postcode),
    region: sanitisedOrNull(postal.region),
    country: sanitise(postal.country),
  };
}

function partyOf(party: Party, vatId: string | null): SemanticParty {
  return {
    name: sanitise(party.name),
    id: null,
    registration: null,
    vatId,
    taxNumber: null,
    legalForm: null,
    endpoint: endpointOf(party),
    address: semanticAddress(party),
    contact: null,
  };
}

/** What is outside the scope of VAT may not carry VAT ids (BR-O-02). */
function vatIdOf(party: Party, { taxes }: DocumentModel): string | null {
  return taxes.some(({ category }) => category === 'O') ? null : sanitisedOrNull(party.vatId);
}

/** Where nothing is registered, e-mail is the way (scheme EM). */
function endpointOf({ endpoint, email }: Party): Identifier | null {
  if (endpoint) return { scheme: sanitise(endpoint.scheme), id: sanitise(endpoint.id) };
  const address = sanitisedOrNull(email);

  return address === null ? null : { scheme: 'EM', id: address };
}

function contactOf({ contact, email }: Party): SemanticContact | null {
  const name = sanitisedOrNull(contact?.name ?? null);
  const phone = sanitisedOrNull(contact?.phone ?? null);
  const address = sanitisedOrNull(email);
  if (name === null && phone === null && address === null) return null;

  return { name, phone, email: address };
}

function fromLines(lines: readonly string[], country: string): SemanticAddress {
  const clean = lines.map(sanitise).filter((line) => line !== '' && line !== country);
  const [street = null, ...rest] = clean;
  const town = rest.find((line) => POSTCODE_AND_CITY.test(line)) ?? rest[0] ?? null;
  const [, postcode = null, city = town] = POSTCODE_AND_CITY.exec(town ?? '') ?? [];

  return { street, additional: null, city, postcode, region: null, country };
}

const POSTCODE_AND_CITY = /^([A-Z]{0,3}-?\d[\dA-Z -]{2,8}) (\p{L}.*)$/u;
