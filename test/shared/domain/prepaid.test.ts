import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewGrant, PrepaidBalance, PrepaidFact } from '../../../shared/domain/prepaid/balance.ts';
import {
  BOUGHT_HEADROOM,
  GRANTS_MAX,
  PARTS_MAX,
  REFUNDS_MAX,
} from '../../../shared/domain/prepaid/balance.ts';
import { CREDIT_NOTES_MAX } from '../../../shared/domain/invoices/crediting.ts';
import type { OrderOfUse } from '../../../shared/domain/prepaid/credits.ts';
import { prepaidRecords } from '../../../shared/domain/prepaid/records.ts';
import { prepaidBalances, refusedWhenFull } from '../../../shared/domain/prepaid.ts';
import { fold } from '../../../shared/kernel/decider.ts';

const HOLDER = { entity: 'le_1', customer: 'cus_1', currency: 'EUR' };
const AT = '2026-11-23T09:00:00.000Z';

const grant = (id: string, more: Partial<NewGrant> = {}) =>
  ({
    do: 'grant',
    ...{ ...HOLDER, grant: id, credits: '10', rate: '1', amountMinor: 1_000n },
    ...{ priority: 50, validFrom: '2026-11-23', expiresOn: null, expiresAt: null },
    ...{ reason: 'Welcome', fingerprint: '', at: AT },
    ...more,
  }) as const;

type Command = Parameters<typeof prepaidBalances.decide>[1];

function told(
  state: PrepaidBalance,
  command: Command,
): { state: PrepaidBalance; facts: readonly PrepaidFact[] } {
  const decided = prepaidBalances.decide(state, command);
  if (!decided.ok) throw new Error(decided.refusal.code);

  return { facts: decided.value, state: fold(prepaidBalances, decided.value, state) };
}

const holding = (grants: readonly ReturnType<typeof grant>[]) =>
  grants.reduce((state, each) => told(state, each).state, prepaidBalances.initial);

const consume = (limitMinor: bigint, invoice = 'inv_1') =>
  ({ do: 'consume', invoice, limitMinor, on: '2026-11-23', at: AT }) as const;

describe('a prepaid balance', () => {
  it('holds a hundred grants with credit left, and no more: prepaid.too_many_grants', () => {
    const full = holding(Array.from({ length: GRANTS_MAX }, (_, index) => grant(`grt_${index}`)));

    expect(prepaidBalances.decide(full, grant('grt_more'))).toMatchObject({
      ok: false,
      refusal: { code: 'prepaid.too_many_grants' },
    });
    const used = told(full, consume(1_000n)).state;
    expect(prepaidBalances.decide(used, grant('grt_more')).ok).toBe(true);
  });

  it('that is full sells no more, and still grants what was sold before and is paid only now', () => {
    const bought = { invoice: 'inv_0', voucher: 'multi_purpose' } as const;
    const given = Array.from({ length: GRANTS_MAX }, (_, index) => grant(`grt_${index}`));
    const sold = Array.from({ length: BOUGHT_HEADROOM }, (_, index) => grant(`grt_b${index}`, { bought }));
    const full = holding(given);

    expect(refusedWhenFull(full)).toMatchObject({ refusal: { code: 'prepaid.too_many_grants' } });
    expect(refusedWhenFull(holding(given.slice(1)))).toBeUndefined();
    const paid = sold.reduce((state, each) => told(state, each).state, full);
    expect(leftOf(paid)).toBe(BigInt(GRANTS_MAX + BOUGHT_HEADROOM) * 1_000n);
    expect(prepaidBalances.decide(paid, grant('grt_more', { bought })).ok).toBe(false);
  });

  it('pays back under one key once, and no more often than its invoice has credit notes', () => {
    const bought = { invoice: 'inv_0', voucher: 'multi_purpose' } as const;
    const refund = { do: 'refund', grant: 'grt_1', key: 'a', before: 0, at: AT } as const;
    const { facts } = told(holding([grant('grt_1', { bought })]), refund);
    const [fact] = facts;
    if (fact?.type !== 'prepaid.refunded') throw new Error('it was not refunded');
    const record = (version: number, key: string) =>
      ({
        type: 'prepaid.recorded',
        data: { balance: 'ppb_1', version, told: { ...fact, data: { ...fact.data, key } } },
      }) as const;

    expect(fact.data).toMatchObject({ invoice: 'inv_0', amountMinor: 1_000n, key: 'a' });
    expect(fold(prepaidRecords, [record(1, 'a'), record(2, 'b')])).toMatchObject({
      refunds: [{ key: 'a' }, { key: 'b' }],
    });
    expect(REFUNDS_MAX).toBe(CREDIT_NOTES_MAX);
    const often = { ...refund, before: REFUNDS_MAX };
    expect(prepaidBalances.decide(holding([grant('grt_1', { bought })]), often)).toMatchObject({
      refusal: { code: 'prepaid.too_many_refunds' },
    });
  });

  it('gives one invoice no more than twenty grants at once', () => {
    const full = holding(Array.from({ length: GRANTS_MAX }, (_, index) => grant(`grt_${index}`)));

    expect(told(full, consume(100_000n)).facts).toMatchObject([
      { data: { amountMinor: BigInt(PARTS_MAX) * 1_000n } },
    ]);
  });

  it('remembers of an invoice that nothing could be used', () => {
    const later = holding([grant('grt_1', { validFrom: '2026-12-01' })]);

    expect(told(later, consume(500n)).facts).toMatchObject([
      { type: 'prepaid.consumed', data: { invoice: 'inv_1', amountMinor: 0n, parts: [] } },
    ]);
    expect(told(prepaidBalances.initial, consume(500n)).facts).toEqual([]);
  });

  it('takes back what was used last first, and a grant that was used up stands again on its own terms', () => {
    const both = holding([grant('grt_1', { priority: 1 }), grant('grt_2')]);
    const { state, facts } = told(both, consume(1_500n));
    const [fact] = facts;
    if (fact?.type !== 'prepaid.consumed') throw new Error('it was not consumed');
    const back = told(state, {
      do: 'return',
      ...{ creditNote: 'crn_1', invoice: 'inv_1', on: '2026-11-23', at: AT },
      ...{ noteMinor: 1_000n, chargedMinor: 2_000n, paid: fact.data.parts },
      lowered: { parts: [], backMinor: 0n },
      before: { notesMinor: 0n, parts: [] },
    });

    expect(back.facts).toMatchObject([
      {
        data: {
          amountMinor: 750n,
          parts: [
            { grant: 'grt_2', amountMinor: 500n },
            { grant: 'grt_1', amountMinor: 250n, priority: 1 },
          ],
        },
      },
    ]);
    expect(back.state).toMatchObject({
      grants: [
        { grant: 'grt_2', restMinor: 1_000n },
        { grant: 'grt_1', restMinor: 250n, priority: 1 },
      ],
    });
  });

  it('uses what expires earliest, given before bought, the oldest; or in the order that its seller says', () => {
    const bought = { invoice: 'inv_0', voucher: 'multi_purpose' } as const;
    const terms = (day: string) => ({ expiresOn: day, expiresAt: `${day}T00:00:00.000Z` });
    const state = holding([
      grant('grt_old', { bought, at: '2026-11-20T09:00:00.000Z' }),
      grant('grt_given'),
      grant('grt_soon', { bought, ...terms('2026-12-31') }),
      grant('grt_late', terms('2027-12-31')),
    ]);
    const usedBy = (order?: OrderOfUse) =>
      partsOf(told(state, { ...consume(4_000n), ...(order && { order }) }).facts).map((each) => each.grant);

    expect(usedBy()).toEqual(['grt_soon', 'grt_late', 'grt_given', 'grt_old']);
    expect(usedBy('expiring_first')).toEqual(usedBy());
    expect(usedBy('given_first')).toEqual(['grt_late', 'grt_given', 'grt_soon', 'grt_old']);
    expect(usedBy('oldest_first')).toEqual(['grt_old', 'grt_given', 'grt_late', 'grt_soon']);
  });

  it('is due when the first of its grants with credit left expires', () => {
    const terms = (day: string) => ({ expiresOn: day, expiresAt: `${day}T00:00:00.000Z` });
    const state = holding([grant('grt_1', terms('2027-01-01')), grant('grt_2', terms('2026-12-01'))]);

    expect(state).toMatchObject({ dueAt: '2026-12-01T00:00:00.000Z' });
    expect(told(state, { do: 'expire', at: '2026-12-01T00:00:00.000Z' }).state).toMatchObject({
      dueAt: '2027-01-01T00:00:00.000Z',
    });
    expect(told(state, consume(1_000n)).state).toMatchObject({ dueAt: '2027-01-01T00:00:00.000Z' });
  });

  it('earns what came back after its last day on the day on which it came, and not on one that is closed by then', () => {
    const bought = { invoice: 'inv_0', voucher: 'multi_purpose' } as const;
    const ends = { expiresOn: '2026-12-01', expiresAt: '2026-11-30T23:00:00.000Z' };
    const used = told(holding([grant('grt_1', { bought, ...ends }), grant('grt_2', ends)]), consume(1_500n));
    const lapsed = told(used.state, { do: 'expire', at: '2026-12-01T00:30:00.000Z' });
    const back = told(lapsed.state, {
      do: 'return',
      ...{ creditNote: 'crn_1', invoice: 'inv_1', on: '2027-02-10', at: '2027-02-10T09:00:00.000Z' },
      ...{ noteMinor: 1_500n, chargedMinor: 1_500n, paid: partsOf(used.facts) },
      lowered: { parts: [], backMinor: 0n },
      before: { notesMinor: 0n, parts: [] },
    });
    const again = told(back.state, { do: 'expire', at: '2027-02-10T10:00:00.000Z' });

    expect(datesOf(lapsed.facts)).toEqual(['2026-12-01']);
    expect(datesOf(again.facts)).toEqual(['2027-02-10']);
    expect(again.facts).toMatchObject([{ data: { amountMinor: 1_500n } }]);
    expect(again.state).toMatchObject({ grants: [], dueAt: null });
  });

  it('refuses a grant whose last day is over where the seller is: prepaid.expires_in_past', () => {
    const ends = { validFrom: '2026-11-01', expiresOn: '2026-11-23', expiresAt: '2026-11-22T23:00:00.000Z' };

    expect(prepaidBalances.decide(prepaidBalances.initial, grant('grt_1', ends))).toMatchObject({
      ok: false,
      refusal: { code: 'prepaid.expires_in_past', pointer: '#/expires_on' },
    });
  });

  it('keeps more for an invoice that is drafted for more, and gives back what it does not state, the last first', () => {
    const both = holding([grant('grt_1', { priority: 1 }), grant('grt_2')]);
    const first = told(both, consume(600n));
    const kept = partsOf(first.facts);
    const more = told(first.state, { ...consume(1_500n), kept });
    const all = [...kept, ...partsOf(more.facts)];
    const back = told(more.state, {
      do: 'release',
      invoice: 'inv_1',
      stated: { amountMinor: 300n },
      kept: all,
      on: '2026-11-23',
      at: AT,
    });

    expect(partsOf(more.facts)).toMatchObject([
      { grant: 'grt_1', amountMinor: 400n },
      { grant: 'grt_2', amountMinor: 500n },
    ]);
    expect(told(more.state, { ...consume(1_500n), kept: all }).facts).toEqual([]);
    expect(back.facts).toMatchObject([{ type: 'prepaid.released', data: { amountMinor: 1_200n } }]);
    expect(back.state).toMatchObject({
      grants: [
        { grant: 'grt_1', restMinor: 700n },
        { grant: 'grt_2', restMinor: 1_000n },
      ],
    });
  });

  it('never holds more or less than was granted, came back, was used, lapsed and was taken away', () => {
    const step = fc.record({
      what: fc.constantFrom('grant', 'consume', 'release', 'expire', 'void'),
      amountMinor: fc.bigInt({ min: 1n, max: 3_000n }),
      day: fc.integer({ min: 10, max: 28 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let state: PrepaidBalance = prepaidBalances.initial;
        const facts: PrepaidFact[] = [];
        for (const [index, each] of steps.entries()) {
          const done = told(state, commandOf(each, { index, state, facts }));
          facts.push(...done.facts);
          state = done.state;
          expect(leftOf(state)).toBe(facts.reduce((sum, fact) => sum + movedBy(fact), 0n));
          if (state.status === 'open')
            expect(state.grants.every(({ restMinor }) => restMinor > 0n)).toBe(true);
        }
      }),
    );
  });
});

describe('the record of an invoice', () => {
  it('tells what is kept for it and what went back, and records each version of its balance once', () => {
    const taken = told(holding([grant('grt_1'), grant('grt_2')]), consume(1_500n));
    const [fact] = taken.facts;
    if (fact?.type !== 'prepaid.consumed') throw new Error('it was not consumed');
    const data = { balance: 'ppb_1', version: 3, told: fact } as const;
    const first = prepaidRecords.decide(prepaidRecords.initial, data);
    if (!first.ok) throw new Error(first.refusal.code);
    const state = fold(prepaidRecords, first.value, prepaidRecords.initial);

    expect(state).toMatchObject({
      balance: 'ppb_1',
      version: 3,
      kept: [{ grant: 'grt_1' }, { grant: 'grt_2' }],
    });
    expect(prepaidRecords.decide(state, data)).toEqual({ ok: true, value: [] });
    const back = told(taken.state, {
      ...{ do: 'release', invoice: 'inv_1', stated: { amountMinor: 1_000n } },
      ...{ kept: state.kept ?? [], on: '2026-11-23', at: AT },
    });
    const [released] = back.facts;
    if (released?.type !== 'prepaid.released') throw new Error('nothing was released');
    const later = { type: 'prepaid.recorded', data: { ...data, version: 4, told: released } } as const;
    expect(fold(prepaidRecords, [later], state).kept).toMatchObject([
      { grant: 'grt_1', amountMinor: 1_000n },
    ]);
  });
});

/** The days on which lapsed credits are earned. */
function datesOf(facts: readonly PrepaidFact[]): readonly (string | undefined)[] {
  return facts.flatMap((fact) => (fact.type === 'prepaid.expired' ? [fact.books?.date] : []));
}

type Step = { readonly what: string; readonly amountMinor: bigint; readonly day: number };

/** A command that fits where a random story stands; what does not fit lets expire. */
function commandOf(
  { what, amountMinor, day }: Step,
  of: { readonly index: number; readonly state: PrepaidBalance; readonly facts: readonly PrepaidFact[] },
): Command {
  const { index, state, facts } = of;
  const on = `2026-12-${day}`;
  const expiresOn = day % 2 === 0 ? null : on;
  const expiresAt = expiresOn && `${expiresOn}T00:00:00.000Z`;
  if (what === 'grant')
    return grant(`grt_${String(index).padStart(2, '0')}`, {
      amountMinor,
      priority: day % 3,
      expiresOn,
      expiresAt,
    });
  if (what === 'consume') return { ...consume(amountMinor, `inv_${index}`), on };
  const taken = facts.findLast(({ type }) => type === 'prepaid.consumed');
  const isReleased = facts.some(
    ({ type, data }) =>
      type === 'prepaid.released' &&
      'invoice' in data &&
      taken &&
      'invoice' in taken.data &&
      data.invoice === taken.data.invoice,
  );
  if (what === 'release' && taken?.type === 'prepaid.consumed' && !isReleased)
    return {
      ...{ do: 'release', invoice: taken.data.invoice, kept: taken.data.parts, on, at: AT },
      stated: { amountMinor: taken.data.amountMinor / 2n },
    };
  const [last] = state.status === 'open' ? state.grants : [];
  if (what === 'void' && last) return { do: 'void', grant: last.grant, at: AT };

  return { do: 'expire', at: `${on}T09:00:00.000Z` };
}

function movedBy({ type, data }: PrepaidFact): bigint {
  if (!('amountMinor' in data)) return 0n;
  const isMore = type === 'prepaid.granted' || type === 'prepaid.released' || type === 'prepaid.returned';

  return isMore ? data.amountMinor : -data.amountMinor;
}

function leftOf(state: PrepaidBalance): bigint {
  return state.status === 'none' ? 0n : state.grants.reduce((sum, { restMinor }) => sum + restMinor, 0n);
}

function partsOf(facts: readonly PrepaidFact[]) {
  return facts.flatMap((fact) => (fact.type === 'prepaid.consumed' ? fact.data.parts : []));
}
