import { describe, expect, it } from 'vitest';
import type { NewGrant, PrepaidBalance, PrepaidFact } from '../../../shared/domain/prepaid/balance.ts';
import { GRANTS_MAX, PARTS_MAX } from '../../../shared/domain/prepaid/balance.ts';
import { prepaidBalances } from '../../../shared/domain/prepaid.ts';
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
      ...{ creditNote: 'crn_1', invoice: 'inv_1', at: AT },
      ...{ noteMinor: 1_000n, chargedMinor: 2_000n, paid: fact.data.parts },
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

  it('is due when the first of its grants with credit left expires', () => {
    const terms = (day: string) => ({ expiresOn: day, expiresAt: `${day}T00:00:00.000Z` });
    const state = holding([grant('grt_1', terms('2027-01-01')), grant('grt_2', terms('2026-12-01'))]);

    expect(state).toMatchObject({ dueAt: '2026-12-01T00:00:00.000Z' });
    expect(told(state, { do: 'expire', at: '2026-12-01T00:00:00.000Z' }).state).toMatchObject({
      dueAt: '2027-01-01T00:00:00.000Z',
    });
    expect(told(state, consume(1_000n)).state).toMatchObject({ dueAt: '2027-01-01T00:00:00.000Z' });
  });
});
