import { expect, it } from 'vitest';
import { deferredOf } from '../../../../shared/domain/deferrals/deferring.ts';

const SELLER = { entity: 'le_1', seller: { zone: 'Europe/Berlin' } };
const DRAFT = {
  cause: { subscription: 'sub_1', period: 0 },
  currency: 'EUR',
  issueDate: '2026-01-15',
  lines: [
    { netMinor: 100n, period: { start: '2025-12-15', end: '2026-01-15' } },
    { netMinor: -20n, period: { start: '2026-01-10', end: '2026-01-16' } },
    { netMinor: 300n, period: { start: '2026-02-01', end: '2026-03-01' } },
    { netMinor: 0n, period: { start: '2026-02-01', end: '2026-03-01' } },
    { netMinor: 7n, period: null },
  ],
};

it('defers each line that serves a day from the issue on, what is given back too, and a credit for a later bill', () => {
  expect(deferredOf(DRAFT, SELLER)).toEqual({
    entity: 'le_1',
    currency: 'EUR',
    issueDate: '2026-01-15',
    zone: 'Europe/Berlin',
    lines: [
      { line: 2, netMinor: -20n, period: { start: '2026-01-10', end: '2026-01-16' } },
      { line: 3, netMinor: 300n, period: { start: '2026-02-01', end: '2026-03-01' } },
      { line: 5, netMinor: 7n, period: null },
    ],
  });
});

it('defers nothing of an order, of a period that is over, nor of a seller that recognises at invoice', () => {
  const seller = { zone: 'Europe/Berlin', revenueRecognition: 'at_invoice' as const };

  expect(deferredOf({ ...DRAFT, cause: { order: 'ord_1', step: 'placed' } }, SELLER)).toBeUndefined();
  expect(deferredOf({ ...DRAFT, lines: DRAFT.lines.slice(0, 1) }, SELLER)).toBeUndefined();
  expect(deferredOf(DRAFT, { entity: 'le_1', seller })).toBeUndefined();
});
