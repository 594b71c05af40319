/** Bills of plans whose prices contain the tax: what is shown is what is charged, whatever is prorated or given back. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { BilledPeriodData } from '../../../../shared/domain/billing/bill.ts';
import { netSum } from '../../../../shared/domain/billing/lines.ts';
import { draftPeriod } from '../../../../shared/domain/drafting/bills.ts';
import { partOf } from '../../../../shared/domain/invoices/pieces.ts';
import { amountMinorOf } from '../../../../shared/domain/invoices/wishes.ts';
import type { KnownSubscription } from '../../../../shared/domain/subscriptions/states.ts';
import { addDays } from '../../../../shared/kernel/time.ts';
import { containedIn } from '../../../checker/arithmetic.ts';
import { billAt, billedIn, moved, type Sample, started } from '../subscription-sample.ts';

const SELLER = { country: 'DE', zone: 'Europe/Berlin', taxRates: null };
const noon = (day: string) => `${day}T12:00:00.000Z`;
const GROSS = { priceBasis: 'gross', quantity: '1', anchor: '2026-04-01' } as const;

/** A subscription with its first bill. */
function billed(sample: Sample): { readonly state: KnownSubscription; readonly bill: BilledPeriodData } {
  const { anchor = GROSS.anchor } = sample;
  const { state, facts } = moved(started({ ...GROSS, ...sample }), billAt(noon(anchor)));
  const [bill] = billedIn(facts);
  if (!bill) throw new Error('nothing was billed');

  return { state, bill };
}

function drafted(bill: BilledPeriodData, frame: Partial<Parameters<typeof draftPeriod>[1]> = {}) {
  const draft = draftPeriod(bill, { seller: SELLER, now: bill.at, ...frame });
  if (!draft.ok) throw new Error(draft.refusal.code);

  return draft.value;
}

const sumsOf = ({ netMinor, taxMinor, grossMinor }: ReturnType<typeof drafted>) => [
  netMinor,
  taxMinor,
  grossMinor,
];

describe('a bill with the tax in it', () => {
  it.each([
    ['11.90 at 19 %', { unitPrice: '11.90' }, [1_000n, 190n, 1_190n]],
    ['3 × 0.33 at 19 %', { unitPrice: '0.33', quantity: '3' }, [83n, 16n, 99n]],
    ['9.99 at 7 %', { unitPrice: '9.99', tax: 'reduced' }, [934n, 65n, 999n]],
    ['9.99 where no tax is due', { unitPrice: '9.99', tax: 'exempt' }, [999n, 0n, 999n]],
    ['11.90 while the rate was 16 %', { unitPrice: '11.90', anchor: '2020-08-01' }, [1_026n, 164n, 1_190n]],
  ] satisfies [string, Sample, bigint[]][])(
    '%s is net, tax and the price that was told',
    (_, sample, sums) => {
      expect(sumsOf(drafted(billed(sample).bill))).toEqual(sums);
    },
  );

  it('is the price without tax for a business in another member state, which owes the tax itself', () => {
    const buyer = { kind: 'business', country: 'NL', vatId: { country: 'NL', standing: 'valid' } } as const;
    const seller = { ...SELLER, vatId: 'DE136695976' };

    expect(drafted(billed({ unitPrice: '11.90' }).bill, { seller, buyer })).toMatchObject({
      ...{ netMinor: 1_190n, taxMinor: 0n, grossMinor: 1_190n },
      taxes: [{ category: 'AE', rate: '0' }],
    });
  });
});

/** What an end at noon gives back, line by line. */
function givenBack(state: KnownSubscription, on: string) {
  const { facts } = moved(state, { do: 'cancel', when: 'now', credit: 'credit', at: noon(on) });
  const ended = facts.find((fact) => fact.type === 'subscription.ended');

  return ended?.data.settlement?.notes.flatMap(({ lines }) => lines) ?? [];
}

test('9.99 a month that is half used gives back 5.00 with 0.80 of tax, and 4.99 are used', () => {
  const { state, bill } = billed({ unitPrice: '9.99' });
  const lines = givenBack(state, '2026-04-16');
  const note = partOf({ ...drafted(bill), priceBasis: 'gross' }, { beforeMinor: [], lines });

  expect(lines).toEqual([{ line: 1, grossMinor: 500n }]);
  expect([note.netMinor, note.taxMinor, note.grossMinor]).toEqual([420n, 80n, 500n]);
});

test('what is shown is charged, and what is used and given back comes to it, tax included', () => {
  const price = fc.integer({ min: 1, max: 99_999 }).map((minor) => (minor / 100).toFixed(2));
  const tax = fc.constantFrom('standard', 'reduced', 'exempt');
  const quantity = fc.integer({ min: 1, max: 40 }).map(String);
  fc.assert(
    fc.property(price, tax, quantity, fc.integer({ min: 0, max: 29 }), (unitPrice, taxed, count, days) => {
      const { state, bill } = billed({ unitPrice, tax: taxed as 'standard', quantity: count });
      const draft = drafted(bill);
      const shown = BigInt(unitPrice.replace('.', '')) * BigInt(count);
      const { rate } = draft.taxes[0] ?? { rate: '0' };
      expect(sumsOf(draft)).toEqual([shown - containedIn(shown, rate), containedIn(shown, rate), shown]);
      expect(draft.lines.map(({ gross }) => gross?.amountMinor)).toEqual([shown]);

      const lines = givenBack(state, addDays('2026-04-01', days));
      const backMinor = lines.reduce((sum, line) => sum + amountMinorOf(line), 0n);
      const usedMinor = shown - backMinor;
      const off = usedMinor * 30n - shown * BigInt(days);
      expect(off <= 15n && off >= -15n).toBe(true);
      const note = partOf({ ...draft, priceBasis: 'gross' }, { beforeMinor: [], lines });
      expect(note.grossMinor).toBe(backMinor);
      expect(note.taxMinor <= draft.taxMinor && note.netMinor <= draft.netMinor).toBe(true);
      expect(netSum(bill.lines)).toBe(shown);
    }),
    { numRuns: 60 },
  );
});
