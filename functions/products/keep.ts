/** Woken by the product routes; records product.published, once for each version, and shows products. */
import { type NewProduct, productRoutes } from '../../shared/contracts/products.ts';
import { answerProduct } from '../../shared/domain/answers/products.ts';
import { legalEntities } from '../../shared/domain/legal-entities.ts';
import { type Product, type ProductTerms, products } from '../../shared/domain/products.ts';
import { readCursor, writeCursor } from '../../shared/edge/cursor.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, obligationOf, onHttp } from '../../shared/edge/http.ts';
import { rememberedRequest } from '../../shared/edge/remembered.ts';
import { create, execute, load, replay } from '../../shared/execute.ts';
import { derivedId } from '../../shared/kernel/hash.ts';
import { isId, PREFIX } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';
import { type ListPosition, listPage } from '../../shared/views/lists.ts';
import type { ProductListed } from '../../shared/views/products.ts';

type ListQuery = { limit: number; cursor?: string | undefined };

async function publish(call: Call<NewProduct, undefined>, ports: Ports): Promise<Result<Answer>> {
  const { acting, tenant } = call;
  const ref = { tenant, id: derivedId(PREFIX.product, tenant, ...obligationOf(call, productRoutes.publish)) };
  const terms = await termsOf(call, ports);
  const done = terms.ok
    ? await create(ports.journal, products, {
        ref,
        command: { do: 'publish', terms: terms.value, at: acting.at },
        acting,
      })
    : await replay(ports.journal, products, { ref, acting }, terms);
  if (!done.ok) return done;
  const { state, replayed } = done.value;

  return productAnswer(ref.id, { state, version: 1, replayed });
}

async function publishVersion(call: Call<NewProduct, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.product_id ?? '';
  if (!isId('product', id)) return notFound();
  const terms = await termsOf(call, ports);
  if (!terms.ok) return terms;
  // The product remembers the request itself, so its fingerprint is not one of the commit.
  const { fingerprint: _, ...acting } = call.acting;
  const request = rememberedRequest(call);
  const command = { do: 'publish', terms: terms.value, request, at: acting.at } as const;
  const expected = call.expect === undefined ? {} : { expect: call.expect };
  const ref = { tenant: call.tenant, id };
  const done = await execute(ports.journal, products, { ref, command, acting, ...expected });
  if (!done.ok) return done;
  const { state, version, commit } = done.value;

  return productAnswer(id, { state, version, replayed: commit === undefined });
}

async function termsOf(
  { tenant, body }: Call<NewProduct, undefined>,
  ports: Ports,
): Promise<Result<ProductTerms>> {
  const { legal_entity: entity = null, prices, ...said } = body;
  if (entity !== null) {
    const { state } = await load(ports.journal, legalEntities, { tenant, id: entity });
    if (state.status === 'none')
      return refuse('legal_entity.unknown', 'There is no such legal entity.', { pointer: '#/legal_entity' });
  }

  return ok({ ...said, entity, prices: prices.map(({ currency, amount }) => [currency, amount] as const) });
}

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  const id = call.params.product_id ?? '';
  if (!isId('product', id)) return notFound();

  return productAnswer(id, await load(ports.journal, products, { tenant: call.tenant, id }));
}

async function list(call: Call<undefined, ListQuery>, ports: Ports): Promise<Result<Answer>> {
  const scope = [call.tenant, 'products'];
  const from = await readCursor<ListPosition>(call.query.cursor, scope, ports);
  if (!from.ok) return from;
  const of = { tenant: call.tenant, list: 'products', limit: call.query.limit, now: call.acting.at };
  const page = await listPage(ports.views, of, from.value);
  const data = page.rows.map(({ sk, data: row }) => {
    const listed = row as ProductListed; // written by productRows
    return answerProduct(sk.split('#')[1] ?? '', listed);
  });

  return ok({
    body: { data, next_cursor: await writeCursor(page.next, scope, ports), as_of: call.acting.at },
  });
}

function productAnswer(
  id: string,
  of: { readonly state: Product; readonly version: number; readonly replayed?: boolean },
): Result<Answer> {
  const { state, version, replayed = false } = of;

  return state.status === 'none' ? notFound() : ok({ body: answerProduct(id, state), version, replayed });
}

function notFound() {
  return refuse('product.not_found', 'There is no such product.');
}

export const handler = onHttp('products.keep', [
  endpoint(productRoutes.publish, publish),
  endpoint(productRoutes.publishVersion, publishVersion),
  endpoint(productRoutes.list, list),
  endpoint(productRoutes.get, get),
]);
