import { describe, expect, it } from 'vitest';
import { CancellationPreview } from '../../shared/contracts/subscription-ends.ts';
import type { Data } from '../checker/books.ts';
import { billsOf, openMetered, use } from '../kit/metered.ts';

const ROUTE = '/v1/subscriptions/{subscription_id}';

/** Previews an end, asks for it, and lets time go by until long behind it, day by day. */
async function ended(metered: Awaited<ReturnType<typeof openMetered>>, asked: object, days: number) {
  const { house, subscription } = metered;
  const at = { params: { subscription_id: subscription } };
  const former = billsOf(house, subscription).length;
  const shown = await house.post(`${ROUTE}/preview_cancellation`, asked, at);
  const { bills, preview } = CancellationPreview.parse(shown.body);
  const done = await house.post(`${ROUTE}/cancel`, { ...asked, preview }, at);
  for (let day = 0; day < days; day += 1) {
    house.clock.advance({ hours: 24 });
    await house.wake('billing.run', {});
    await house.drain();
  }

  const billed = billsOf(house, subscription)
    .slice(former)
    .map(({ lines }) => (lines as readonly Data[]).reduce((sum, line) => sum + Number(line.listMinor), 0));

  return {
    status: done.status,
    bills,
    shownMinor: bills.map(({ net }) => Number(net?.amount.replace('.', ''))),
    billedMinor: billed,
  };
}

describe('the preview of an end', () => {
  it('shows the last bill of what is charged in arrears and was used, and that comes', async () => {
    const metered = await openMetered({});
    metered.house.clock.set('2026-01-16T10:00:00.000Z');
    await use(metered, ['2026-01-10T10:00:00.000Z', '100']);

    const { status, bills, shownMinor, billedMinor } = await ended(metered, { at: 'now' }, 3);

    expect(status).toBe(200);
    expect(bills.map(({ period, net }) => [period, net?.amount])).toEqual([
      [{ start: '2026-01-01', end: '2026-01-16' }, '9.84'],
    ]);
    expect(bills[0]?.lines).toHaveLength(2);
    expect(billedMinor).toEqual(shownMinor);
  });

  it('shows the bill of usage alone where the price was charged in advance', async () => {
    const metered = await openMetered({ charge: 'in_advance' });
    metered.house.clock.set('2026-01-16T10:00:00.000Z');
    await use(metered, ['2026-01-10T10:00:00.000Z', '100']);

    const { shownMinor, billedMinor } = await ended(metered, { at: 'period_end' }, 40);

    expect(shownMinor).toEqual([500]);
    expect(billedMinor).toEqual([500]);
  });

  it('shows each bill until a day that is still to come', async () => {
    const metered = await openMetered({});

    const { bills, shownMinor, billedMinor } = await ended(metered, { at: '2026-03-11' }, 100);

    expect(bills.map(({ period, due_at }) => [period.end, due_at.slice(0, 10)])).toEqual([
      ['2026-02-01', '2026-02-01'],
      ['2026-03-01', '2026-03-01'],
      ['2026-03-11', '2026-03-11'],
    ]);
    expect(billedMinor).toEqual(shownMinor);
  });

  it('reads no usage of days to come, however far the end lies ahead', async () => {
    const metered = await openMetered({});
    const { house, subscription } = metered;
    house.clock.set('2026-01-16T10:00:00.000Z');
    await use(metered, ['2026-01-10T10:00:00.000Z', '100']);
    const { usage } = house.ports;
    const days: string[] = [];
    const events: typeof usage.events = (ref, query) => {
      days.push(query.day);
      return usage.events(ref, query);
    };
    const params = { subscription_id: subscription };
    const body = { at: '2027-06-30' };

    const shown = await house.ask(
      { method: 'POST', route: `${ROUTE}/preview_cancellation`, params, body },
      { usage: { ...usage, events } },
    );

    const { bills } = CancellationPreview.parse(shown.body);
    expect(bills[0]?.lines).toMatchObject([{}, { net: { amount: '5.00' } }]);
    expect(bills).toHaveLength(18);
    expect(days.sort().at(-1)).toBe('2026-01-16');
    expect(days).toHaveLength(17);
  });
});
