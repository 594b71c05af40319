import { describe, expect, it } from 'vitest';
import { cancellableOn } from '../../../../shared/domain/subscriptions/term.ts';
import { subscriptions } from '../../../../shared/domain/subscriptions.ts';
import type { TermRules } from '../../../../shared/domain/subscriptions/terms.ts';
import { billAt, billedIn, moved, started } from '../subscription-sample.ts';

const noon = (day: string) => `${day}T12:00:00.000Z`;

/** A monthly subscription from 1 April 2026 in UTC, bound to three months with a notice of a fortnight. */
function bound(renewal: TermRules['renewal'], rules: Partial<TermRules> = {}) {
  const commitment = { interval: 'quarter', count: 1, renewal, noticeDays: 14, ...rules } as const;
  const sample = { unitPrice: '30', quantity: '1', anchor: '2026-04-01', zone: 'UTC', commitment };

  return moved(started(sample, noon('2026-04-01')), billAt(noon('2026-04-01'))).state;
}

describe('a subscription in a term', () => {
  it.each([
    ['renew', '2026-04-10', '2026-07-01'],
    ['renew', '2026-06-17', '2026-07-01'],
    ['renew', '2026-06-18', '2026-10-01'],
    ['evergreen', '2026-06-17', '2026-07-01'],
    ['evergreen', '2026-06-18', '2026-08-01'],
    ['end', '2026-06-30', '2026-07-01'],
  ] as const)('that is followed by %s, given notice of on %s, stops on %s', (renewal, today, on) => {
    const state = moved(bound(renewal), billAt(noon(today))).state;

    const cancelled = moved(state, { do: 'cancel', when: 'period_end', at: noon(today) }).state;

    expect(cancellableOn(state, today)).toBe(on);
    expect(cancelled.cancellation).toMatchObject({ when: 'term_end', endsOn: on });
  });

  it('is charged to the end of the term that it was cancelled in, and then ends', () => {
    const cancelled = moved(bound('renew'), {
      do: 'cancel',
      when: 'period_end',
      at: noon('2026-04-10'),
    }).state;

    const done = moved(cancelled, billAt(noon('2026-07-01')));

    expect(billedIn(done.facts).map(({ start }) => start)).toEqual(['2026-05-01', '2026-06-01']);
    expect(done.facts.at(-1)).toMatchObject({ type: 'subscription.ended', data: { endsOn: '2026-07-01' } });
  });

  it.each([
    ['now', undefined],
    ['date', '2026-06-30'],
    ['date', '2026-07-02'],
  ] as const)('does not end %s %s, unless its end is asked for despite the term', (when, on) => {
    const state = bound('renew');
    const command = { do: 'cancel', when, on, at: noon('2026-04-10') } as const;

    const decided = subscriptions.decide(state, command);
    const despite = moved(state, { ...command, despiteTerm: true });

    expect(decided).toMatchObject({ ok: false, refusal: { code: 'subscription.in_term' } });
    expect(despite.facts[0]?.type).toBe('subscription.cancellation_scheduled');
  });

  it('renews with the billing that crosses its end, once, and from the anchor whatever was missed', () => {
    const crossed = moved(bound('renew'), billAt(noon('2026-07-01')));
    const again = moved(crossed.state, billAt(noon('2026-07-02')));
    const later = moved(bound('renew'), billAt(noon('2027-01-05')));

    const renewed = crossed.facts.filter(({ type }) => type === 'subscription.renewed');
    expect(renewed).toMatchObject([{ data: { number: 2, end: '2026-10-01' } }]);
    expect(again.facts).toEqual([]);
    expect(later.state.term).toMatchObject({ number: 4, end: '2027-04-01' });
  });

  it('goes on without a term where that follows, and may then stop with any period that leaves its notice', () => {
    const { state, facts } = moved(bound('evergreen'), billAt(noon('2026-07-01')));

    expect(facts.filter(({ type }) => type === 'subscription.renewed')).toMatchObject([
      { data: { end: null } },
    ]);
    expect(state.term).toBeNull();
    expect(cancellableOn(state, '2026-07-18')).toBe('2026-08-01');
    expect(cancellableOn(state, '2026-07-19')).toBe('2026-09-01');
  });

  it('ends by itself where nothing follows', () => {
    const state = bound('end');

    const done = moved(state, billAt(noon('2026-09-01')));

    expect(state.cancellation).toMatchObject({ when: 'term_end', endsOn: '2026-07-01' });
    expect([billedIn(done.facts).length, done.state.status]).toEqual([2, 'ended']);
  });
});
