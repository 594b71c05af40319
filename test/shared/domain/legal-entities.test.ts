import { describe, expect, test } from 'vitest';
import { answerLegalEntity } from '../../../shared/domain/answers/tenants.ts';
import { contrastToWhite } from '../../../shared/domain/branding.ts';
import { legalEntities, onlyEntity } from '../../../shared/domain/legal-entities.ts';
import type { LegalEntityFact, SellerDetails } from '../../../shared/domain/legal-entities/states.ts';
import { taxSellerOf } from '../../../shared/domain/tax/parties.ts';
import { fold } from '../../../shared/kernel/decider.ts';

const AT = '2026-11-23T09:00:00.000Z';

/** A seller as they were registered before taxation could be told. */
const OLD: SellerDetails = {
  name: 'Sample Library GmbH',
  address: ['Lesegasse 1', '10115 Berlin', 'DE'],
  postal: {
    line1: 'Lesegasse 1',
    line2: null,
    postal_code: '10115',
    city: 'Berlin',
    region: null,
    country: 'DE',
  },
  country: 'DE',
  vatId: 'DE129273398',
  taxNumber: null,
  email: null,
  zone: 'Europe/Berlin',
  currency: 'EUR',
  iban: null,
  bic: null,
  footer: [],
  invoiceNumbers: 'INV-{year}-{number:5}',
  creditNoteNumbers: 'CN-{year}-{number:5}',
  taxRates: null,
  dueDays: 14,
};
const REGISTERED: LegalEntityFact = { type: 'legal_entity.registered', data: { ...OLD, at: AT } };

const stateAfter = (...facts: readonly LegalEntityFact[]) => fold(legalEntities, [REGISTERED, ...facts]);

describe('a seller registered before taxation could be told', () => {
  test('is taxed as usual', () => {
    expect(taxSellerOf(OLD)).toEqual({
      country: 'DE',
      hasVatId: true,
      isSmallBusiness: false,
      ossFrom: null,
      rates: null,
      vatCheck: 'wait',
    });
  });

  test('is answered in full', () => {
    const state = stateAfter();
    if (state.status === 'none') throw new Error('it is registered');

    expect(answerLegalEntity('le_1', state)).toMatchObject({
      small_business: false,
      small_business_note: null,
      oss_from: null,
      vat_check: 'wait',
      tax_rates: null,
      tax_table_known_until: '2027-12-31',
    });
  });
});

describe('a change of taxation', () => {
  test('leaves what it does not name', () => {
    const state = stateAfter(
      { type: 'legal_entity.tax_changed', data: { vatCheck: 'trust', at: AT } },
      { type: 'legal_entity.tax_changed', data: { ossFrom: '2027-01-01', at: AT } },
    );

    expect(state).toMatchObject({
      name: OLD.name,
      taxRates: null,
      tax: { vatCheck: 'trust', ossFrom: '2027-01-01', smallBusiness: false, smallBusinessNote: null },
    });
  });

  test('gives a seller rates of its own, and takes them away again', () => {
    const taxRates = { standard: '19', reduced: '7', until: '2026-12-31' };
    const given: LegalEntityFact = { type: 'legal_entity.tax_changed', data: { taxRates, at: AT } };
    const taken: LegalEntityFact = { type: 'legal_entity.tax_changed', data: { taxRates: null, at: AT } };

    expect(stateAfter(given)).toMatchObject({ taxRates });
    expect(stateAfter(given, taken)).toMatchObject({ taxRates: null });
  });

  test('of nobody is refused', () => {
    const decided = legalEntities.decide({ status: 'none' }, { do: 'change', change: {}, at: AT });

    expect(decided).toMatchObject({ refusal: { code: 'legal_entity.not_found' } });
  });
});

test('a seller is registered once', () => {
  expect(legalEntities.decide(stateAfter(), { do: 'register', details: OLD, at: AT })).toEqual({
    ok: true,
    value: [],
  });
});

test('the first prepaid credits stand after the tax, and never move what the seller has said meanwhile', () => {
  const first = legalEntities.decide(stateAfter(), { do: 'hold_credits', at: AT });
  const data = { prepaidPosition: 'before_tax', at: AT } as const;
  const said = stateAfter({ type: 'legal_entity.accounting_changed', data });

  expect(first).toMatchObject({
    value: [{ type: 'legal_entity.accounting_changed', data: { prepaidPosition: 'after_tax' } }],
  });
  expect(legalEntities.decide(said, { do: 'hold_credits', at: AT })).toEqual({ ok: true, value: [] });
  expect(legalEntities.decide({ status: 'none' }, { do: 'hold_credits', at: AT })).toMatchObject({
    refusal: { code: 'legal_entity.not_found' },
  });
});

test('an order that names no seller is for the only one there is', () => {
  expect(onlyEntity(['le_1'])).toEqual({ ok: true, value: 'le_1' });
  expect(onlyEntity([])).toMatchObject({ refusal: { code: 'legal_entity.unknown' } });
  expect(onlyEntity(['le_1', 'le_2'])).toMatchObject({ refusal: { code: 'legal_entity.ambiguous' } });
});

describe("a seller's own colour", () => {
  const branded = (accentColor: string) =>
    legalEntities.decide(stateAfter(), { do: 'change', change: { branding: { accentColor } }, at: AT });

  test('holds for documents to come, and leaves taxation as it is', () => {
    const decided = branded('#1d4ed8');
    const facts = decided.ok ? decided.value : [];

    expect(facts).toEqual([{ type: 'legal_entity.branded', data: { accentColor: '#1d4ed8', at: AT } }]);
    expect(stateAfter(...facts)).toEqual({ ...stateAfter(), branding: { accentColor: '#1d4ed8' } });
  });

  test.each([
    ['#767676', 4.54, true],
    ['#777777', 4.48, false],
    ['#ffd400', 1.42, false],
    ['#ff0000', 4.0, false],
    ['#000000', 21, true],
  ])('%s has a contrast to white of %d, which decides', (color, contrast, isReadable) => {
    expect(contrastToWhite(color)).toBeCloseTo(contrast, 1);
    expect(branded(color)).toMatchObject(
      isReadable ? { ok: true } : { ok: false, refusal: { code: 'branding.contrast_low' } },
    );
  });

  test('is asked for at the registration too', () => {
    const details = { ...OLD, branding: { accentColor: '#ffd400' } };

    expect(legalEntities.decide({ status: 'none' }, { do: 'register', details, at: AT })).toMatchObject({
      refusal: { code: 'branding.contrast_low', pointer: '#/branding/accent_color' },
    });
  });
});
