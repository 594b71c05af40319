import { expect, it } from 'vitest';
import { parked } from '../../../shared/domain/parked.ts';
import { given } from '../../kit/decider.ts';

it('the same work is set aside once, with its reason', () => {
  const park = {
    do: 'park',
    worker: 'invoices.issue',
    subject: 'ord_a:1',
    code: 'customer.erased',
    reason: 'Erased.',
  } as const;
  const facts = given(parked).when(park);

  expect(facts).toEqual([
    {
      type: 'message.parked',
      data: { worker: 'invoices.issue', subject: 'ord_a:1', code: 'customer.erased', reason: 'Erased.' },
    },
  ]);
  expect(given(parked, facts).when(park)).toEqual([]);
});
