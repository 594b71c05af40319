import type { FrozenContent, FrozenParty } from './content.ts';
import { labelled, sanitisedOrNull } from './figures.ts';
import type { DocumentModel, Party } from './model.ts';
import { sanitise } from '../kernel/sanitise.ts';
import type { Texts } from './texts/keys.ts';

/** Who sells and who buys, and the lines above the window and beside the title. */
export function frozenParties(
  model: Pick<DocumentModel, 'seller' | 'buyer'>,
  texts: Texts,
): Pick<FrozenContent, 'seller' | 'sender' | 'contact' | 'buyer'> {
  const seller = frozenParty(model.seller);
  return {
    seller,
    sender: [seller.name, ...seller.address].join(' · '),
    contact: labelled(texts.email, seller.email),
    buyer: frozenParty(model.buyer),
  };
}

function frozenParty(party: Party): FrozenParty {
  return {
    name: sanitise(party.name),
    address: party.address.map(sanitise).filter((line) => line !== ''),
    country: sanitise(party.country),
    vatId: sanitisedOrNull(party.vatId),
    taxNumber: sanitisedOrNull(party.taxNumber),
    email: sanitisedOrNull(party.email),
  };
}

/** The seller's legal identity in columns, for the foot of every page. */
export function footerOf(seller: DocumentModel['seller'], texts: Texts): string[][] {
  const party = frozenParty(seller);
  const ids = [...labelled(texts.vatId, party.vatId), ...labelled(texts.taxNumber, party.taxNumber)];
  const columns = [
    [party.name, party.address.join(' · ')].filter((line) => line !== ''),
    ids.map(({ label, text }) => `${label}: ${text}`),
    seller.footer.map(sanitise).filter((line) => line !== ''),
  ];
  return columns.filter((column) => column.length > 0);
}
