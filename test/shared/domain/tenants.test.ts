import { expect, test } from 'vitest';
import { LEGAL_ENTITIES_MAX, type TenantFact, tenants } from '../../../shared/domain/tenants.ts';
import { given } from '../../kit/decider.ts';

const created: TenantFact = {
  type: 'tenant.created',
  data: { name: 'Example', at: '2026-11-23T09:00:00.000Z' },
};
const added = (entity: string): TenantFact => ({ type: 'tenant.entity_added', data: { entity } });
const add = (entity: string) => ({ do: 'add_entity', entity }) as const;

test('a tenant is created once', () => {
  const before = given(tenants, [created]);

  expect(before.when({ do: 'create', name: 'Another', at: '2026-11-24T09:00:00.000Z' })).toEqual([]);
});

test('a seller belongs to its tenant once', () => {
  expect(given(tenants, [created]).when(add('le_1'))).toEqual([added('le_1')]);
  expect(given(tenants, [created, added('le_1')]).when(add('le_1'))).toEqual([]);
});

test('nobody sells for a tenant that does not exist', () => {
  expect(given(tenants).refusal(add('le_1'))).toBe('tenant.not_found');
});

test('a tenant has a bounded number of sellers', () => {
  const all = Array.from({ length: LEGAL_ENTITIES_MAX }, (_, index) => added(`le_${index}`));

  expect(given(tenants, [created, ...all]).refusal(add('le_one_more'))).toBe('tenant.legal_entities_max');
});
