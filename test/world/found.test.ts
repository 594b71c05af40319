/** What histories of the world found, each told again as small as it can be. */
import { expect, test } from 'vitest';
import { paymentOfAttempt } from '../../shared/domain/payments.ts';
import { openCounter } from '../kit/counter.ts';

test('money that is taken off an invoice keeps the instant it was brought with, so that it is never brought again', async () => {
  const counter = await openCounter('pm_approve');
  const invoice = await counter.sell('100.00');
  const payment = paymentOfAttempt(counter.line.tenant, invoice, 1);

  await counter.refund(payment, { effect: 'reopen' });

  const instants = counter.journal.stream
    .flatMap(({ facts }) => facts)
    .filter(({ type }) => type === 'cash.added' || type === 'cash.released')
    .map(({ data }) => (data as { at: string }).at);
  expect(instants).toHaveLength(2);
  expect(new Set(instants).size).toBe(1);
});
