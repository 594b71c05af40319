/** What is printed of a seller, as a request says it when the seller is registered or changed. */
import type { LegalEntityChange } from '../../contracts/seller-changes.ts';
import type { NewLegalEntity } from '../../contracts/tenants.ts';
import { addressLines } from '../addresses.ts';
import type { SellerDetails } from './states.ts';

/** The details that a registration gives and a change may name; the country decides in which law the books stand, and stays. */
type Named = Pick<
  SellerDetails,
  'name' | 'address' | 'postal' | 'vatId' | 'taxNumber' | 'email' | 'iban' | 'bic' | 'footer' | 'dueDays'
> &
  Required<Pick<SellerDetails, 'contact' | 'endpoint'>>;

type Maybe<Fields> = { readonly [Name in keyof Fields]: Fields[Name] | undefined };

/** The details of a request; those of a change are undefined where it says nothing of them. */
export function namedDetails(body: NewLegalEntity): Named;
export function namedDetails(body: LegalEntityChange): Maybe<Named>;
export function namedDetails({ address, ...body }: NewLegalEntity | LegalEntityChange): Maybe<Named> {
  return {
    name: body.name,
    address: address && addressLines(address),
    postal: address,
    vatId: body.vat_id,
    taxNumber: body.tax_number,
    email: body.email,
    contact: body.contact,
    endpoint: body.endpoint,
    iban: body.iban,
    bic: body.bic,
    footer: body.footer,
    dueDays: body.payment_terms_days,
  };
}
