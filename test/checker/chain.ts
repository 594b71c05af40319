/** The journal as a whole: chained, without hole or fork, each item of one tenant, each change with its author. */
import { type Data, digest, type Item, text } from './books.ts';
import type { Given } from './snapshot.ts';

/** I-14, I-30, I-35, I-36, I-39. */
export function checkChain(given: Given): void {
  for (const items of given.journal.aggregates.values()) checkAggregate(items, given);
  checkTenants(given);
}

function checkAggregate(items: readonly Item[], { report }: Given): void {
  let former = '';
  for (const [index, item] of items.entries()) {
    const about = `${item.pk}:${item.sk}`;
    if (item.sk !== index + 1)
      report({ invariant: 'I-30', about, says: `version ${index + 1} was expected` });
    const hash = digest(`${former}\n${item.pk}\n${item.sk}\n${item.body}`);
    if (hash !== item.hash)
      report({ invariant: 'I-14', about, says: 'the hash does not continue the chain' });
    former = item.hash;
    checkAudit(item, { about, report });
  }
}

function checkAudit(
  { content, facts }: Item,
  { about, report }: { readonly about: string; readonly report: Given['report'] },
): void {
  for (const name of ['actor', 'cause', 'trace'])
    if (text(content, name) === '') report({ invariant: 'I-39', about, says: `no ${name} is named` });
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text(content, 'at')))
    report({ invariant: 'I-39', about, says: 'no instant is named' });
  if (facts.length === 0) report({ invariant: 'I-39', about, says: 'no fact is told' });
}

/** An id that is told in one tenant may not be another tenant's alone. */
function checkTenants({ journal, report }: Given): void {
  const owners = new Map<string, Set<string>>();
  for (const { tenant, id } of journal.items) owners.set(id, (owners.get(id) ?? new Set()).add(tenant));
  for (const { tenant, id, version, data } of journal.facts) {
    for (const named of idsIn(data)) {
      const tenants = owners.get(named);
      if (tenants && !tenants.has(tenant))
        report({
          invariant: 'I-36',
          about: `${tenant}#${id}:${version}`,
          says: `${named} belongs to another tenant`,
        });
      if (named.startsWith('ten_') && named !== tenant)
        report({
          invariant: 'I-35',
          about: `${tenant}#${id}:${version}`,
          says: `it names the tenant ${named}`,
        });
    }
  }
}

function idsIn(data: Data): readonly string[] {
  return JSON.stringify(data).match(/\b[a-z]{2,4}_[0-9a-hjkmnp-tv-z]{26}\b/g) ?? [];
}
