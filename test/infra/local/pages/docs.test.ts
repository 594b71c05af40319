import { expect, test } from 'vitest';
import { docsPage } from '../../../../infra/local/pages/docs.ts';

test('the page lists every operation and links schemas, and text in the document stays text', () => {
  const page = docsPage({
    openapi: '3.1.0',
    info: { title: 'API', version: '1', description: '<script>alert(1)</script>' },
    paths: {
      '/v1/orders': {
        post: {
          summary: 'Place an order',
          tags: ['Orders'],
          parameters: [{ name: 'idempotency-key', in: 'header', required: true, description: 'Once' }],
          requestBody: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/NewOrder' } } },
          },
          responses: { 201: { description: 'The order' } },
        },
      },
    },
    components: { schemas: { NewOrder: { type: 'object' } } },
  }).body.toString();

  expect(page).toContain('Place an order');
  expect(page).toContain('<a href="#NewOrder">');
  expect(page).toContain('id="NewOrder"');
  expect(page).not.toContain('<script>alert');
});

test('an API without a document still gets a page', () => {
  expect(docsPage(null).status).toBe(200);
});
