/** A new customer as it is told, parted into what rules read and the profile of the person. */
import type { NewCustomer } from '../../contracts/customers.ts';
import { vatIdCountry } from '../../kernel/vat-ids.ts';
import { evidenceOf } from '../tax/place-evidence.ts';
import { placedIn } from './place.ts';
import type { CustomerCommand } from './states.ts';

/** The command that registers a version of the profile, and the profile, which no fact holds. */
export function registrationOf(body: NewCustomer, at: string) {
  const { kind, language, payment_terms_days, billing_day, invoice_grouping, ...others } = body;
  const { metadata, place_evidence, zone, ...profile } = others;
  const terms = {
    evidence: evidenceOf(place_evidence, at),
    vatCountry: profile.vat_id && vatIdCountry(profile.vat_id),
    kind,
    language,
    dueDays: payment_terms_days,
    ...(billing_day !== null && { billingDay: billing_day }),
    ...(profile.sepa_mandate && { hadMandate: true as const }),
    ...(invoice_grouping !== 'by_subscription' && { grouping: invoice_grouping }),
    ...(zone !== null && { zone }),
    ...placedIn(profile.address),
    metadata: Object.entries(metadata),
  };
  const command = (version: number): CustomerCommand => ({ do: 'register', profile: version, at, ...terms });

  return { profile, command };
}
