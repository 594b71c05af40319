/** Parties and addresses of UBL into the semantic model. */
import type { SemanticAddress, SemanticParty } from './model.ts';
import { finderOf, textOf } from './reading.ts';
import { UBL_NAMESPACES } from './write-ubl.ts';
import type { XmlElement } from './xml-reader.ts';

const { find, all } = finderOf(UBL_NAMESPACES);

/** The scheme under which UBL tells a SEPA creditor id. */
export const SEPA_SCHEME = 'SEPA';

/** Seller or buyer. */
export function ublPartyOf(party: XmlElement | undefined): SemanticParty {
  const ids = all(party, 'cac:PartyIdentification').flatMap((each) => find(each, 'cbc:ID') ?? []);
  const endpoint = find(party, 'cbc:EndpointID');
  const endpointId = textOf(endpoint);
  const legal = find(party, 'cac:PartyLegalEntity');
  return {
    name:
      textOf(find(legal, 'cbc:RegistrationName')) ?? textOf(find(party, 'cac:PartyName', 'cbc:Name')) ?? '',
    id: textOf(ids.find((id) => id.attributes.get('schemeID') !== SEPA_SCHEME)),
    registration: textOf(find(legal, 'cbc:CompanyID')),
    ...taxIdsOf(party),
    legalForm: textOf(find(legal, 'cbc:CompanyLegalForm')),
    endpoint:
      endpointId === null ? null : { scheme: endpoint?.attributes.get('schemeID') ?? '', id: endpointId },
    address: ublAddressOf(find(party, 'cac:PostalAddress')),
    contact: contactOf(find(party, 'cac:Contact')),
  };
}

/** An address, wherever it stands. */
export function ublAddressOf(address: XmlElement | undefined): SemanticAddress {
  return {
    street: textOf(find(address, 'cbc:StreetName')),
    additional: textOf(find(address, 'cbc:AdditionalStreetName')),
    city: textOf(find(address, 'cbc:CityName')),
    postcode: textOf(find(address, 'cbc:PostalZone')),
    region: textOf(find(address, 'cbc:CountrySubentity')),
    country: textOf(find(address, 'cac:Country', 'cbc:IdentificationCode')) ?? '',
  };
}

/** The scheme VAT is the VAT id; any other is the tax number. */
function taxIdsOf(party: XmlElement | undefined): Pick<SemanticParty, 'vatId' | 'taxNumber'> {
  const schemes = all(party, 'cac:PartyTaxScheme').map((each) => ({
    id: textOf(find(each, 'cbc:CompanyID')),
    isVat: textOf(find(each, 'cac:TaxScheme', 'cbc:ID')) === 'VAT',
  }));
  return {
    vatId: schemes.find(({ isVat }) => isVat)?.id ?? null,
    taxNumber: schemes.find(({ isVat }) => !isVat)?.id ?? null,
  };
}

function contactOf(contact: XmlElement | undefined): SemanticParty['contact'] {
  if (contact === undefined) return null;

  return {
    name: textOf(find(contact, 'cbc:Name')),
    phone: textOf(find(contact, 'cbc:Telephone')),
    email: textOf(find(contact, 'cbc:ElectronicMail')),
  };
}
