import { describe, expect, it } from 'vitest';
import { derivedId } from '../../../shared/kernel/hash.ts';
import { type IdKind, isId, PREFIX } from '../../../shared/kernel/ids.ts';

describe('an id', () => {
  it('has a prefix that no other kind has', () => {
    const prefixes = Object.values(PREFIX);

    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z]{2,3}$/);
  });

  it('is known by its kind alone', () => {
    const invoice = derivedId(PREFIX.invoice, 'any');
    const kinds: IdKind[] = ['invoice', 'order', 'customer', 'refund', 'paymentMethod'];

    expect(kinds.filter((kind) => isId(kind, invoice))).toEqual(['invoice']);
  });

  it.each([
    '',
    'inv',
    'inv_',
    'inv_0123456789abcdefghjkmnpqr',
    'inv_0123456789abcdefghjkmnpqrst',
    'inv_0123456789ABCDEFGHJKMNPQRS',
    'inv_0123456789abcdefghjkmnpqri',
    'inv_0123456789abcdefghjkmnpqrs\n',
    'inv_0123456789abcdefghjkmnp#rs',
    ' inv_0123456789abcdefghjkmnpqrs',
  ])('is not %j', (text) => {
    expect(isId('invoice', text)).toBe(false);
  });
});
