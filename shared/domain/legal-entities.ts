/** Legal entities: who sells, in whose books and number series a document stands. */
import type { Decider } from '../kernel/decider.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { fitted, renumbered } from './legal-entities/numbering.ts';
import { lacksTaxId, refusedWithoutTaxId } from './legal-entities/tax-ids.ts';
import { USUAL_HANDLING } from './handling.ts';
import type { Branding } from './branding.ts';
import { PLAIN, readable } from './branding.ts';
import type {
  LegalEntity,
  LegalEntityCommand,
  LegalEntityFact,
  SellerChange,
  SellerDetails,
  SellerTax,
} from './legal-entities/states.ts';

/** The taxation of a seller that never said anything about it. */
export const USUAL_TAX: SellerTax = {
  smallBusiness: false,
  smallBusinessNote: null,
  ossFrom: null,
  vatCheck: 'wait',
};

type Known = Exclude<LegalEntity, { status: 'none' }>;
type Facts = Result<readonly LegalEntityFact[]>;

/** The rules of one legal entity. */
export const legalEntities: Decider<LegalEntity, LegalEntityCommand, LegalEntityFact> = {
  name: 'legal_entities',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    const { at } = command;
    if (command.do === 'register') return registered(state, command.details, at);
    if (state.status === 'none') return notFound();

    return command.do === 'change' ? altered(state, command.change, at) : holdingCredits(state, at);
  },
  evolve(state, fact) {
    if (fact.type === 'legal_entity.registered') {
      const { at, ...details } = fact.data;
      return { ...details, status: 'active', createdAt: at };
    }
    if (state.status === 'none') return state;
    if (fact.type === 'legal_entity.details_changed') {
      const { at: _, ...details } = fact.data;
      return { ...state, ...details };
    }
    if (fact.type === 'legal_entity.branded') {
      const { at: _, ...branding } = fact.data;
      return { ...state, branding };
    }
    if (fact.type === 'legal_entity.handling_changed') {
      const { at: _, ...handling } = fact.data;
      return { ...state, handling };
    }
    if (fact.type === 'legal_entity.accounting_changed') {
      const { at: _, ...accounting } = fact.data;
      return { ...state, ...accounting };
    }
    if (fact.type === 'legal_entity.numbering_changed') {
      const { at: _, ...numbering } = fact.data;
      const { invoiceNumbers, creditNoteNumbers, counting } = state;
      const past = { invoiceNumbers, creditNoteNumbers, ...(counting && { counting }) };
      return { ...state, ...numbering, pastNumberings: [...(state.pastNumberings ?? []), past] };
    }
    const { at: _, taxRates = state.taxRates, ...tax } = fact.data;

    return { ...state, taxRates, tax: { ...USUAL_TAX, ...state.tax, ...tax } };
  },
};

function registered(state: LegalEntity, details: SellerDetails, at: string): Facts {
  const look = readable({ ...lookOf(state), ...details.branding });
  if (!look.ok) return look;
  const fitting = fitted(details);
  if (!fitting.ok) return fitting;

  return ok(state.status === 'none' ? [{ type: 'legal_entity.registered', data: { ...details, at } }] : []);
}

/** Each part of a change is a fact of its own. */
function altered(state: Known, change: SellerChange, at: string): Facts {
  const { details, tax, branding, handling, accounting, numbering } = change;
  if (details?.postal && details.postal.country !== state.country) return countryFixed();
  const unnamed = !lacksTaxId(state) && refusedWithoutTaxId({ ...state, ...details }, '#/vat_id');
  if (unnamed) return unnamed;
  const look = readable({ ...lookOf(state), ...branding });
  if (!look.ok) return look;
  const counted = numbering && renumbered(state, numbering);
  if (counted && !counted.ok) return counted;
  const handled = handling && { ...USUAL_HANDLING, ...state.handling, ...handling };
  const facts: readonly (LegalEntityFact | undefined)[] = [
    details && { type: 'legal_entity.details_changed', data: { ...details, at } },
    tax && { type: 'legal_entity.tax_changed', data: { ...tax, at } },
    branding && { type: 'legal_entity.branded', data: { ...look.value, at } },
    handled && { type: 'legal_entity.handling_changed', data: { ...handled, at } },
    accounting && { type: 'legal_entity.accounting_changed', data: { ...accounting, at } },
    counted && { type: 'legal_entity.numbering_changed', data: { ...counted.value, at } },
  ];

  return ok(facts.filter((fact) => fact !== undefined));
}

function lookOf(state: LegalEntity): Branding {
  return state.status === 'none' ? PLAIN : (state.branding ?? PLAIN);
}

function holdingCredits(state: Known, at: string): Facts {
  const data = { prepaidPosition: 'after_tax', at } as const;

  return ok(state.prepaidPosition === undefined ? [{ type: 'legal_entity.accounting_changed', data }] : []);
}

function notFound() {
  return refuse('legal_entity.not_found', 'There is no such legal entity.');
}

function countryFixed() {
  return refuse('legal_entity.country_fixed', 'A legal entity stays in its country.', {
    pointer: '#/address/country',
    hint: 'Register another legal entity there; this one keeps its books and documents.',
  });
}

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
