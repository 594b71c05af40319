import { describe, expect, test } from 'vitest';
import { customers, standingOf, VAT_CHECK_DAYS_MAX } from '../../../shared/domain/customers.ts';
import { UNCLEAR_MAX } from '../../../shared/domain/customers/clarifying.ts';
import { AWAITING_PLACE_MAX } from '../../../shared/domain/customers/place.ts';
import type { Customer, CustomerFact, VatCheck } from '../../../shared/domain/customers/states.ts';
import { fold } from '../../../shared/kernel/decider.ts';
import { addDays } from '../../../shared/kernel/time.ts';

const AT = '2026-11-23T09:00:00.000Z';
const TERMS = { kind: 'business', country: 'NL', language: 'nl', dueDays: 14, metadata: [] } as const;
const REGISTERED: CustomerFact = { type: 'customer.registered', data: { ...TERMS, profile: 1, at: AT } };
const VALID: VatCheck = { profile: 1, answer: 'valid', by: 'register', consultation: 'WAPI1', at: AT };

const set = (country: string | null, profile: number): CustomerFact => ({
  type: 'customer.vat_id_set',
  data: { country, profile },
});
const checked = (check: Partial<VatCheck> = {}): CustomerFact => ({
  type: 'customer.vat_id_checked',
  data: { ...VALID, ...check },
});

/** What may be taken of the VAT id in a version of the profile. */
function standing(profile: number, facts: readonly CustomerFact[], today = '2026-11-23') {
  const checks = fold(customers, [REGISTERED, ...facts]);
  if (checks.status === 'none') throw new Error('it is registered');

  return standingOf({ profile, checks }, today);
}

const decided = (state: Customer, command: Parameters<typeof customers.decide>[1]) => {
  const told = customers.decide(state, command);

  return told.ok ? told.value.map(({ type }) => type) : told.refusal.code;
};

describe("a customer's VAT id", () => {
  test('is told beside the registration, by its state alone', () => {
    const command = { do: 'register', profile: 1, at: AT, ...TERMS } as const;

    expect(decided({ status: 'none' }, { ...command, vatCountry: 'NL' })).toEqual([
      'customer.registered',
      'customer.vat_id_set',
    ]);
    expect(decided({ status: 'none' }, { ...command, vatCountry: null })).toEqual(['customer.registered']);
  });

  test('is told when it changes or goes, and not when something else does', () => {
    const state = fold(customers, [REGISTERED]);
    const command = { do: 'change', terms: {}, profile: 2 } as const;

    expect(decided(state, { ...command, vatCountry: 'BE' })).toContain('customer.vat_id_set');
    expect(decided(state, { ...command, vatCountry: null })).toContain('customer.vat_id_set');
    expect(decided(state, command)).toEqual(['customer.changed']);
  });
});

describe('what is known of a VAT id', () => {
  test('of a customer from before there were checks is nothing', () => {
    expect(standing(1, [])).toBe('unchecked');
  });

  test('is what the register said', () => {
    expect(standing(1, [set('NL', 1), checked()])).toBe('valid');
    expect(standing(1, [set('NL', 1), checked({ answer: 'invalid' })])).toBe('invalid');
  });

  test('is nothing in an outage', () => {
    expect(standing(1, [set('NL', 1), checked({ answer: 'unavailable' })])).toBe('unchecked');
  });

  test('goes on holding when the address changes', () => {
    expect(standing(3, [set('NL', 1), checked()])).toBe('valid');
  });

  test('ends when the VAT id is another', () => {
    expect(standing(2, [set('NL', 1), checked(), set('BE', 2)])).toBe('unchecked');
  });

  test('of an older version of the profile is asked for by itself', () => {
    const facts = [set('NL', 1), checked(), set('BE', 2), checked({ profile: 2 })];

    expect(standing(1, facts)).toBe('unchecked');
    expect(standing(1, [...facts, checked({ profile: 1 })])).toBe('valid');
  });

  test('grows old, unless the check digits alone decided', () => {
    const last = addDays('2026-11-23', VAT_CHECK_DAYS_MAX);
    const wrong = checked({ answer: 'invalid', by: 'check_digits' });

    expect(standing(1, [set('NL', 1), checked()], last)).toBe('valid');
    expect(standing(1, [set('NL', 1), checked()], addDays(last, 1))).toBe('unchecked');
    expect(standing(1, [set('NL', 1), wrong], '2030-01-01')).toBe('invalid');
  });

  test('is noted once while an outage lasts', () => {
    const outage = { ...VALID, answer: 'unavailable', consultation: null } as const;
    const state = fold(customers, [REGISTERED, set('NL', 1), checked(outage)]);

    expect(decided(state, { do: 'note_vat_check', check: outage })).toEqual([]);
    expect(decided(state, { do: 'note_vat_check', check: VALID })).toEqual(['customer.vat_id_checked']);
  });
});

describe('where a customer is', () => {
  const item = (kind: 'bank' | 'sim', country: string) =>
    ({ kind, country, by: 'third_party', source: null, on: '2026-11-23' }) as const;
  const told = (...evidence: readonly ReturnType<typeof item>[]): CustomerFact => ({
    type: 'customer.place_evidenced',
    data: { evidence },
  });
  const waiting = (id: string) => ({ id, version: 1, fact: 'order.placed' });
  const awaited = (id: string): CustomerFact => ({ type: 'customer.place_awaited', data: waiting(id) });
  const stateOf = (...facts: readonly CustomerFact[]) => fold(customers, [REGISTERED, ...facts]);

  test('is told beside the registration or a change, and only what is news', () => {
    const evidence = [item('bank', 'NL')];
    const change = { do: 'change', terms: {}, profile: 1, evidence } as const;

    expect(decided({ status: 'none' }, { do: 'register', profile: 1, at: AT, ...TERMS, evidence })).toEqual([
      'customer.registered',
      'customer.place_evidenced',
    ]);
    expect(decided(stateOf(), change)).toEqual(['customer.place_evidenced']);
    expect(decided(stateOf(told(...evidence)), change)).toEqual([]);
  });

  test('is what was told last of each kind, and nothing once the customer is erased', () => {
    const state = stateOf(told(item('bank', 'NL'), item('sim', 'NL')), told(item('bank', 'BE')));
    expect(state).toMatchObject({ evidence: [item('sim', 'NL'), item('bank', 'BE')] });

    const erased = { type: 'customer.erased', data: {} } as const;
    expect(stateOf(told(item('bank', 'NL')), awaited('ord_1'), erased)).toMatchObject({
      ...{ evidence: [], awaiting: [] },
    });
  });

  test('is not told any more by what was told before a move to another country', () => {
    const movedTo = (country: string): CustomerFact => ({
      type: 'customer.changed',
      data: { terms: { country }, profile: 2 },
    });
    const known = told(item('bank', 'NL'), item('sim', 'NL'));
    const news = told(item('sim', 'BE'));

    expect(stateOf(known, movedTo('BE'))).toMatchObject({ country: 'BE', evidence: [] });
    expect(stateOf(known, movedTo('BE'), news)).toMatchObject({ evidence: [item('sim', 'BE')] });
    expect(stateOf(known, movedTo('NL'))).toMatchObject({
      evidence: [item('bank', 'NL'), item('sim', 'NL')],
    });
  });

  test('is news when it is told again with a move', () => {
    const [state, evidence] = [stateOf(told(item('bank', 'NL'))), [item('bank', 'NL')]];
    const change = { do: 'change', profile: 2, evidence } as const;

    expect(decided(state, { ...change, terms: { country: 'BE' } })).toContain('customer.place_evidenced');
    expect(decided(state, { ...change, terms: { country: 'NL' } })).toEqual(['customer.changed']);
  });

  test('is waited for by each document once, by at most twenty, until they are handed over', () => {
    const wait = (id: string) => ({ do: 'await_place', waiting: waiting(id) }) as const;
    const many = Array.from({ length: AWAITING_PLACE_MAX }, (_, index) => awaited(`ord_${index}`));

    expect(decided(stateOf(), wait('ord_1'))).toEqual(['customer.place_awaited']);
    expect(decided(stateOf(awaited('ord_1')), wait('ord_1'))).toEqual([]);
    expect(decided(stateOf(...many), wait('ord_99'))).toEqual([]);
    const resume = { do: 'resume', waiting: [waiting('ord_1')] } as const;
    expect(decided(stateOf(awaited('ord_1')), resume)).toEqual(['customer.place_resumed']);
    expect(decided(stateOf(), resume)).toEqual([]);
    expect(
      stateOf(awaited('ord_1'), awaited('ord_2'), {
        type: 'customer.place_resumed',
        data: { waiting: resume.waiting },
      }),
    ).toMatchObject({ awaiting: [waiting('ord_2')] });
  });
});

describe('a document that cannot be issued for what is known of the customer', () => {
  const waiting = (id: string) => ({ id, version: 1, fact: 'order.placed' });
  const awaited = (id: string): CustomerFact => ({
    type: 'customer.clarification_awaited',
    data: waiting(id),
  });
  const stateOf = (...facts: readonly CustomerFact[]) => fold(customers, [REGISTERED, ...facts]);

  test('waits once, among at most twenty, until it is handed over', () => {
    const wait = (id: string) => ({ do: 'await_clarification', waiting: waiting(id) }) as const;
    const many = Array.from({ length: UNCLEAR_MAX }, (_, index) => awaited(`ord_${index}`));
    const resume = { do: 'resume_unclear', waiting: [waiting('ord_1')] } as const;
    const resumed = { type: 'customer.clarification_resumed', data: { waiting: resume.waiting } } as const;

    expect(decided(stateOf(), wait('ord_1'))).toEqual(['customer.clarification_awaited']);
    expect(decided(stateOf(awaited('ord_1')), wait('ord_1'))).toEqual([]);
    expect(decided(stateOf(...many), wait('ord_99'))).toEqual([]);
    expect(decided(stateOf(awaited('ord_1')), resume)).toEqual(['customer.clarification_resumed']);
    expect(decided(stateOf(), resume)).toEqual([]);
    expect(stateOf(awaited('ord_1'), awaited('ord_2'), resumed)).toMatchObject({
      unclear: [waiting('ord_2')],
    });
  });

  test('is handed over by a new version of the profile and by an answer of the register, and by nothing else', () => {
    const change = (profile: number) => ({ do: 'change', terms: { dueDays: 7 }, profile }) as const;
    const check = (answer: 'valid' | 'unavailable') =>
      ({ do: 'note_vat_check', check: { ...VALID, answer } }) as const;
    const state = stateOf(awaited('ord_1'));

    expect(decided(state, change(2))).toEqual(['customer.changed', 'customer.clarified']);
    expect(decided(state, change(1))).toEqual(['customer.changed']);
    expect(decided(stateOf(), change(2))).toEqual(['customer.changed']);
    expect(decided(state, check('valid'))).toEqual(['customer.vat_id_checked', 'customer.clarified']);
    expect(decided(state, check('unavailable'))).toEqual(['customer.vat_id_checked']);
  });

  test('is forgotten with the customer', () => {
    expect(stateOf(awaited('ord_1'), { type: 'customer.erased', data: {} })).toMatchObject({ unclear: [] });
  });
});
