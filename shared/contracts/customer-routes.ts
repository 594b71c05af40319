/** The routes of customers, apart from their words, which orders carry along. */
import { ListQuery, listOf } from './common.ts';
import { Customer, CustomerChange, CustomerRow, NewCustomer } from './customers.ts';
import { route } from './route.ts';

const tag = 'Customers';

/** The routes of customers. */
export const customerRoutes = {
  register: route({
    method: 'POST',
    path: '/v1/customers',
    summary: 'Register a customer',
    tag,
    scope: 'customers:write',
    idempotency: 'required',
    body: NewCustomer,
    answer: Customer,
    status: 201,
    refusals: [],
  }),
  list: route({
    method: 'GET',
    path: '/v1/customers',
    summary: 'List customers',
    tag,
    scope: 'customers:read',
    idempotency: 'none',
    query: ListQuery,
    answer: listOf(CustomerRow, 'CustomerList'),
    status: 200,
    refusals: ['cursor.invalid'],
  }),
  get: route({
    method: 'GET',
    path: '/v1/customers/{customer_id}',
    summary: 'Show a customer',
    tag,
    scope: 'customers:read',
    idempotency: 'none',
    answer: Customer,
    status: 200,
    refusals: ['customer.not_found'],
  }),
  change: route({
    method: 'PATCH',
    path: '/v1/customers/{customer_id}',
    summary: 'Change a customer',
    tag,
    scope: 'customers:write',
    idempotency: 'none',
    body: CustomerChange,
    answer: Customer,
    status: 200,
    refusals: ['customer.not_found', 'customer.erased', 'customer.changes_max'],
  }),
  erase: route({
    method: 'POST',
    path: '/v1/customers/{customer_id}/erase',
    summary: 'Erase the personal data of a customer',
    tag,
    scope: 'customers:write',
    idempotency: 'none',
    answer: Customer,
    status: 200,
    refusals: ['customer.not_found'],
  }),
};
