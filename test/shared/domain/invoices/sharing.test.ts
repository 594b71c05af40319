import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Draft, DraftLine } from '../../../../shared/domain/drafting/draft.ts';
import { finish } from '../../../../shared/domain/drafting/sums.ts';
import { invoices } from '../../../../shared/domain/invoices.ts';
import { partOf } from '../../../../shared/domain/invoices/pieces.ts';
import { sharesTaken } from '../../../../shared/domain/invoices/sharing.ts';
import type { InvoiceData, InvoiceFact } from '../../../../shared/domain/invoices/states.ts';
import type { CreditWish } from '../../../../shared/domain/invoices/wishes.ts';
import { type Reduction, reductionSums, shareReductions } from '../../../../shared/domain/reductions.ts';
import { given } from '../../../kit/decider.ts';
import { frozenInvoice } from '../../../kit/frozen.ts';

const { data, books } = frozenInvoice('one');
const CAUSE = { order: 'ord_a', step: 'placed' };

/** A line of so many pieces at a price in cents. */
function line(cents: bigint, rate: string, quantity = 1n): DraftLine {
  const unitPrice = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
  const sold = { description: 'Reading lamp', quantity: String(quantity), unit: 'pc', unitPrice };

  return { ...sold, discountMinor: 0n, netMinor: cents * quantity, category: 'S', rate, period: null };
}

/** A draft with these lines and what is on the whole; `lines` are gross where the basis is. */
function draftOf(lines: readonly DraftLine[], agreed: readonly Reduction[], basis: 'net' | 'gross'): Draft {
  const shares = shareReductions(agreed, { lines, currency: 'EUR' });
  const given = {
    ...{ cause: CAUSE, customer: 'cus_a', profile: 1, currency: 'EUR', language: 'en', reference: null },
    ...(basis === 'gross' && { priceBasis: 'gross' as const }),
    ...(shares.ok && shares.value.length > 0 && { reductions: shares.value }),
    ...{ issueDate: '2026-11-23', supplyDate: '2026-11-20' },
  };
  const draft = finish(lines, given, { suppliedOn: '2026-11-20', dueDays: 30 });
  if (!draft.ok) throw new Error(draft.refusal.code);

  return draft.value;
}

function issuedOf({
  lines,
  reductions,
  taxes,
  netMinor,
  taxMinor,
  grossMinor,
  priceBasis,
}: Draft): InvoiceFact {
  const figures = {
    ...{ netsMinor: lines.map((each) => each.netMinor), taxes, netMinor, taxMinor, grossMinor },
    ...(priceBasis && { priceBasis, grossesMinor: lines.map(({ gross }) => gross?.amountMinor ?? 0n) }),
    ...(reductions && { reductions: reductionSums(reductions) }),
  };

  const of = { ...data, ...figures, number: 'INV-2026-00001', content: 'hash' };

  return { type: 'invoice.issued', data: of as InvoiceData, books }; // of an invoice, see the kit
}

const ask = (key: string, lines?: CreditWish['lines']) =>
  ({
    do: 'request_credit',
    wish: { reason: 'returned', remainder: 'credit', fingerprint: `${key} asked`, ...(lines && { lines }) },
  }) as const;

/** What each request takes back; those that are refused take nothing. */
function takenBack(draft: Draft, asks: readonly ReturnType<typeof ask>[]): readonly Taken[] {
  const facts: InvoiceFact[] = [issuedOf(draft)];
  return asks.flatMap((command): Taken[] => {
    const { state } = given(invoices, facts);
    const decided = invoices.decide(state, command);
    const [fact] = decided.ok ? decided.value : [];
    if (state.status === 'none' || fact?.type !== 'invoice.credit_requested') return [];
    facts.push(fact);
    if (!fact.data.lines) return [draft];

    return [partOf(draft, { beforeMinor: state.creditedMinor, lines: fact.data.lines })];
  });
}

const off = (percent: string): Reduction => ({ isCharge: false, reason: 'Loyal', code: '95', percent });
const freight = (amount: string): Reduction => ({ isCharge: true, reason: 'Freight', code: 'FC', amount });

describe('a piece of an invoice with allowances and charges on the whole', () => {
  it('of 50.00 out of 100.00 less 10 percent plus 5.00 of freight gives back 47.50 and its tax', () => {
    const draft = draftOf([line(10_000n, '19')], [off('10'), freight('5.00')], 'net');

    const [part] = takenBack(draft, [ask('a', [{ line: 1, netMinor: 5_000n }])]);

    expect(part).toMatchObject({
      netMinor: 4_750n,
      taxMinor: 903n,
      grossMinor: 5_653n,
      reductions: [
        { isCharge: false, percent: '10', baseMinor: 5_000n, amountMinor: 500n },
        { isCharge: true, baseMinor: 5_000n, amountMinor: 250n },
      ],
    });
  });

  it('of one rate leaves what is on the other rates alone', () => {
    const draft = draftOf([line(10_000n, '19'), line(5_000n, '7')], [off('10')], 'net');

    const [part] = takenBack(draft, [ask('a', [{ line: 2, netMinor: 5_000n }])]);

    expect(part).toMatchObject({
      netMinor: 4_500n,
      taxMinor: 315n,
      taxes: [{ rate: '7', baseMinor: 4_500n }],
    });
  });

  it('whose prices contain the tax gives back the gross that was paid for it', () => {
    const draft = draftOf([line(11_900n, '19')], [off('10')], 'gross');

    const [part] = takenBack(draft, [ask('a', [{ line: 1, grossMinor: 5_950n }])]);

    expect(part).toMatchObject({ netMinor: 4_500n, taxMinor: 855n, grossMinor: 5_355n });
  });
});

const cents = fc.bigInt(1n, 5_000n);
const sold = fc.array(fc.tuple(cents, fc.constantFrom('19', '7', '5.5'), fc.bigInt(1n, 7n)), {
  minLength: 1,
  maxLength: 4,
});
const agreed = fc.tuple(
  fc.constantFrom('0', '10', '33.3', '50', '99'),
  fc.constantFrom('0', '0.5', '1'),
  fc.constantFrom('0.00', '0.01', '4.99', '60.00'),
  fc.constantFrom('0.00', '3.33'),
);
const cuts = fc.array(fc.tuple(fc.nat(), fc.bigInt(1n, 3_000n), fc.boolean()), { maxLength: 12 });

test('the pieces of an invoice end at exactly nothing for each rate, allowance and charge, in whatever order they come', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('net', 'gross'),
      sold,
      agreed,
      cuts,
      (basis, priced, [a, b, c, d], wanted) => {
        const lines = priced.map(([each, rate, quantity]) => line(each, rate, quantity));
        const draft = draftOf(lines, [off(a), off(b), freight(c), freight(d)], basis);
        const asks = wanted.map(([at, amount, isCounted], index) => {
          const number = (at % lines.length) + 1;
          const charged = lines[number - 1]?.quantity ?? '1';
          const minor = basis === 'gross' ? { grossMinor: amount } : { netMinor: amount };

          return ask(`k${index}`, [
            isCounted ? { line: number, quantity: '1', charged } : { line: number, ...minor },
          ]);
        });
        const parts = takenBack(draft, [...asks, ask('rest')]);

        expect(totals(parts)).toEqual(totals([draft]));
        for (const part of parts) {
          expect(part.taxes.every(({ baseMinor, taxMinor }) => baseMinor >= 0n && taxMinor >= 0n)).toBe(true);
          expect((part.reductions ?? []).every(({ amountMinor }) => amountMinor >= 0n)).toBe(true);
        }
      },
    ),
    { numRuns: 400 },
  );
});

type Taken = Pick<Draft, 'taxes' | 'reductions' | 'netMinor' | 'taxMinor' | 'grossMinor'>;

/** The sums of several documents, by rate. */
function totals(parts: readonly Taken[]) {
  const sums: Record<string, bigint> = {};
  const count = (name: string, minor: bigint) => {
    if (minor !== 0n) sums[name] = (sums[name] ?? 0n) + minor;
  };
  for (const { taxes, netMinor, taxMinor, grossMinor } of parts) {
    count('net', netMinor);
    count('tax', taxMinor);
    count('gross', grossMinor);
    for (const { rate, baseMinor, taxMinor: tax } of taxes) {
      count(`base ${rate}`, baseMinor);
      count(`tax ${rate}`, tax);
    }
  }

  return sums;
}

test('what of an allowance is taken back never falls when more of the lines is, and two of them never take a cent twice', () => {
  const share = (amountMinor: bigint) => ({
    ...{ isCharge: false, reason: 'Loyal', code: null, percent: null, baseMinor: 0n },
    ...{ category: 'S' as const, rate: '19', amountMinor },
  });
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(1n, 40n), { minLength: 1, maxLength: 4 }),
      fc.bigInt(0n, 60n),
      (amounts, more) => {
        const wholeMinor = amounts.reduce((sum, amount) => sum + amount, more);
        const shares = amounts.map(share);
        let before = shares.map(() => 0n);
        for (let takenMinor = 1n; takenMinor <= wholeMinor; takenMinor += 1n) {
          const taken = sharesTaken(shares, [{ category: 'S', rate: '19', wholeMinor, takenMinor }]);
          const steps = taken.map((minor, index) => minor - (before[index] ?? 0n));
          expect(steps.every((step) => step >= 0n)).toBe(true);
          expect(steps.reduce((sum, step) => sum + step, 0n)).toBeLessThanOrEqual(1n);
          before = [...taken];
        }

        expect(before).toEqual(amounts);
      },
    ),
  );
});
