/** Legal entities: who sells, in whose books and number series a document stands. */
import type { Decider } from '../kernel/decider.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { fitted, renumbered } from './legal-entities/numbering.ts';
import { USUAL_HANDLING } from './handling.ts';
import type { Branding } from './branding.ts';
import { PLAIN, readable } from './branding.ts';
import type {
  LegalEntity,
  LegalEntityCommand,
  LegalEntityFact,
  SellerTax,
  TaxChange,
} from './legal-entities/states.ts';

/** The taxation of a seller that never said anything about it. */
export const USUAL_TAX: SellerTax = {
  smallBusiness: false,
  smallBusinessNote: null,
  ossFrom: null,
  vatCheck: 'wait',
};

/** The rules of one legal entity. */
export const legalEntities: Decider<LegalEntity, LegalEntityCommand, LegalEntityFact> = {
  name: 'legal_entities',
  headVersion: 1,
  initial: { status: 'none' },
  decide(state, command) {
    const { at } = command;
    if (command.do === 'hold_credits') return holdingCredits(state, at);
    const given = command.do === 'register' ? command.details.branding : command.change.branding;
    const known = state.status === 'none' ? PLAIN : (state.branding ?? PLAIN);
    const look = readable({ ...known, ...given });
    if (!look.ok) return look;
    if (command.do === 'register') {
      const fitting = fitted(command.details);
      if (!fitting.ok) return fitting;
      const data = { ...command.details, at };
      return ok(state.status === 'none' ? [{ type: 'legal_entity.registered', data }] : []);
    }
    if (state.status === 'none') return notFound();
    const { tax, handling, accounting, numbering } = command.change;
    const counted = numbering && renumbered(state, numbering);
    if (counted && !counted.ok) return counted;
    const told = handling && { ...USUAL_HANDLING, ...state.handling, ...handling };

    return ok([
      ...changed({ ...(tax && { tax }), ...(given && { branding: look.value }) }, at),
      ...(told ? [{ type: 'legal_entity.handling_changed' as const, data: { ...told, at } }] : []),
      ...(accounting
        ? [{ type: 'legal_entity.accounting_changed' as const, data: { ...accounting, at } }]
        : []),
      ...(counted
        ? [{ type: 'legal_entity.numbering_changed' as const, data: { ...counted.value, at } }]
        : []),
    ]);
  },
  evolve(state, fact) {
    if (fact.type === 'legal_entity.registered') {
      const { at, ...details } = fact.data;
      return { ...details, status: 'active', createdAt: at };
    }
    if (state.status === 'none') return state;
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

function holdingCredits(state: LegalEntity, at: string): Result<readonly LegalEntityFact[]> {
  if (state.status === 'none') return notFound();
  const data = { prepaidPosition: 'after_tax', at } as const;

  return ok(state.prepaidPosition === undefined ? [{ type: 'legal_entity.accounting_changed', data }] : []);
}

function notFound() {
  return refuse('legal_entity.not_found', 'There is no such legal entity.');
}

function changed(
  { tax, branding }: { readonly tax?: TaxChange; readonly branding?: Branding },
  at: string,
): LegalEntityFact[] {
  return [
    ...(tax === undefined ? [] : [{ type: 'legal_entity.tax_changed', data: { ...tax, at } } as const]),
    ...(branding === undefined ? [] : [{ type: 'legal_entity.branded', data: { ...branding, at } } as const]),
  ];
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
