/** Parties and addresses in UBL. */
import type { SemanticAddress, SemanticInvoice, SemanticParty } from './model.ts';
import { attribute, leaf, node } from './xml-text.ts';

/** The seller; a SEPA creditor id is one of its identifications here. */
export function ublSeller({ seller, payment }: SemanticInvoice): string {
  const creditor = payment?.debit?.creditor ?? null;
  const identification = node(
    'cac:PartyIdentification',
    leaf('cbc:ID', creditor, attribute('schemeID', 'SEPA')),
  );

  return node('cac:AccountingSupplierParty', party(seller, identification));
}

/** The buyer. */
export function ublBuyer(buyer: SemanticParty): string {
  return node('cac:AccountingCustomerParty', party(buyer, ''));
}

/** An address under the name that its place asks for. */
export function ublAddress(name: string, of: SemanticAddress): string {
  return node(
    name,
    leaf('cbc:StreetName', of.street),
    leaf('cbc:AdditionalStreetName', of.additional),
    leaf('cbc:CityName', of.city),
    leaf('cbc:PostalZone', of.postcode),
    leaf('cbc:CountrySubentity', of.region),
    node('cac:Country', leaf('cbc:IdentificationCode', of.country)),
  );
}

function party(of: SemanticParty, identification: string): string {
  const { endpoint, contact } = of;
  return node(
    'cac:Party',
    endpoint === null ? '' : leaf('cbc:EndpointID', endpoint.id, attribute('schemeID', endpoint.scheme)),
    node('cac:PartyIdentification', leaf('cbc:ID', of.id)),
    identification,
    ublAddress('cac:PostalAddress', of.address),
    taxScheme(of.vatId, 'VAT'),
    taxScheme(of.taxNumber, 'FC'),
    node(
      'cac:PartyLegalEntity',
      leaf('cbc:RegistrationName', of.name),
      leaf('cbc:CompanyID', of.registration),
      leaf('cbc:CompanyLegalForm', of.legalForm),
    ),
    contact === null
      ? ''
      : node(
          'cac:Contact',
          leaf('cbc:Name', contact.name),
          leaf('cbc:Telephone', contact.phone),
          leaf('cbc:ElectronicMail', contact.email),
        ),
  );
}

function taxScheme(id: string | null, scheme: 'VAT' | 'FC'): string {
  if (id === null) return '';

  return node('cac:PartyTaxScheme', leaf('cbc:CompanyID', id), node('cac:TaxScheme', leaf('cbc:ID', scheme)));
}
