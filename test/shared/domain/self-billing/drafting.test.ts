import { describe, expect, it } from 'vitest';
import { namedSupplier, type SupplierProfile } from '../../../../shared/domain/self-billing/drafting.ts';

const ADDRESS = { line1: 'Lesegasse 1', line2: null, postal_code: '10115', city: 'Berlin', region: null };

const supplier = (country: string, ids: Partial<SupplierProfile>): SupplierProfile => ({
  ...{ name: 'Sample Agency KG', email: null, vat_id: null, address: { ...ADDRESS, country } },
  ...ids,
});

describe('a supplier is named', () => {
  it.each([
    ['by its VAT id, wherever it is', 'FR', 'DE', { vat_id: 'FR40303265045' }, false],
    ['by its tax number within Germany', 'DE', 'DE', { tax_number: '12/345' }, false],
    ['by its tax number as a small enterprise at home', 'AT', 'AT', { tax_number: '12/345' }, true],
  ])('%s', (_, country, buyer, ids, isSmallBusiness) => {
    expect(namedSupplier(supplier(country, ids), { country: buyer, isSmallBusiness }).ok).toBe(true);
  });

  it.each([
    ['by nothing', 'DE', 'DE', {}, true],
    ['by a tax number where the law wants the VAT id', 'AT', 'AT', { tax_number: '12/345' }, false],
    ['by a tax number abroad, where we owe its tax', 'FR', 'DE', { tax_number: '12/345' }, true],
  ])('never %s', (_, country, buyer, ids, isSmallBusiness) => {
    const told = namedSupplier(supplier(country, ids), { country: buyer, isSmallBusiness });

    expect(!told.ok && told.refusal.code).toBe('self_billing.supplier_without_vat_id');
  });
});
