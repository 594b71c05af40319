import { describe, expect, it } from 'vitest';
import { netOf } from '../../../../shared/domain/billing/lines.ts';
import { billAt, billedIn, moved, started } from '../subscription-sample.ts';

const SAMPLE = { unitPrice: '30', quantity: '1', zone: 'UTC' } as const;

describe('a charge in arrears', () => {
  it('bills each period once it is over, and the last one up to the day that the service stops', () => {
    const state = started({ ...SAMPLE, anchor: '2026-04-01', charge: 'in_arrears' });

    const april = moved(state, billAt('2026-05-01T00:00:00.000Z'));
    const cancelled = moved(april.state, { do: 'cancel', when: 'now', at: '2026-05-11T10:00:00.000Z' });
    const last = moved(cancelled.state, billAt('2026-05-11T10:00:00.000Z'));

    expect(state.nextDueAt).toBe('2026-05-01T00:00:00.000Z');
    expect(billedIn(april.facts)).toMatchObject([
      { start: '2026-04-01', end: '2026-05-01', suppliedOn: '2026-04-30' },
    ]);
    expect(billedIn(last.facts).map(({ start, end, lines }) => [start, end, ...lines.map(netOf)])).toEqual([
      ['2026-05-01', '2026-05-11', 968n],
    ]);
    expect(last.state.status).toBe('ended');
  });

  it('that is cancelled on the first day of a period owes nothing of it', () => {
    const april = moved(
      started({ ...SAMPLE, anchor: '2026-04-01', charge: 'in_arrears' }),
      billAt('2026-05-01T00:00:00.000Z'),
    ).state;

    const { state } = moved(april, { do: 'cancel', when: 'now', at: '2026-05-01T10:00:00.000Z' });

    expect(state).toMatchObject({ status: 'ended', nextIndex: 1 });
  });
});
