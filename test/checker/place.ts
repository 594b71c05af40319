/** Where consumers are taken to be: by evidence that was told before, decided a second time, and by no other than the tax says. */
import { type Data, type Fact, list, part, text } from './books.ts';
import { printedModel } from './printed-model.ts';
import type { Given } from './snapshot.ts';

/** What a customer's own data tells, which no fact holds. */
const OWN: ReadonlySet<string> = new Set(['billing_address', 'bank']);

/** I-62: what a document says of its consumer's place follows from the evidence it names, which was told before it. */
export function checkPlaces(given: Given): void {
  for (const invoice of given.journal.ofType('invoice.issued')) {
    const place = part(invoice.data, 'place');
    if (place) checkPlace(invoice, place, given);
    checkNamed(invoice, place, given);
  }
}

function checkPlace({ tenant, id, data, at }: Fact, place: Data, { journal, report }: Given): void {
  const wrong = (says: string) => report({ invariant: 'I-62', about: id, says });
  const [proving, others] = [list(place, 'proving'), list(place, 'others')];
  const items = [...proving, ...others];
  const told = decided(items, text(place, 'country'));
  const isOne = text(place, 'rule') === 'one_item' && told === 'insufficient' && proving.length === 1;
  if (text(place, 'outcome') !== told && !isOne) wrong(`its place is ${told} by the evidence that it names`);
  if (isOne && text(proving[0], 'by') !== 'third_party') wrong('one item proves it that no third party told');
  if (text(place, 'outcome') === 'proven' && !isOne && proving.length !== 2)
    wrong('two items do not prove it');
  if (proving.some((item) => stateOf(item) !== text(place, 'country')))
    wrong('what proves it names another country');
  const known = journal
    .of(tenant, text(data, 'customer'))
    .filter((fact) => fact.type === 'customer.place_evidenced' && fact.at <= at)
    .flatMap((fact) => list(fact.data, 'evidence'));
  const isKnown = (item: Data) =>
    known.some((each) => ['kind', 'country', 'by', 'on'].every((name) => each[name] === item[name]));
  const isOwn = (item: Data) => OWN.has(text(item, 'kind')) && text(item, 'by') === 'customer';
  if (!items.every((item) => isOwn(item) || isKnown(item)))
    wrong('it names evidence that nobody told before');
  const rows = list(part(data, 'unionSales'), 'rows').filter((row) => text(row, 'supply') === 'electronic');
  if (rows.some((row) => text(row, 'country') !== text(place, 'country')))
    wrong('it is taxed in another country');
}

/** `proven` where one country has more items than any other, and two at least. */
function decided(items: readonly Data[], country: string): string {
  const counts = [...Map.groupBy(items, stateOf)].map(([name, same]) => ({ name, count: same.length }));
  const most = Math.max(0, ...counts.map(({ count }) => count));
  const leaders = counts.filter(({ count }) => count === most);
  if (most >= 2 && leaders.length === 1) return leaders[0]?.name === country ? 'proven' : 'proven elsewhere';

  return counts.length > 1 ? 'contradictory' : 'insufficient';
}

function stateOf(item: Data): string {
  return text(item, 'country') === 'MC' ? 'FR' : text(item, 'country');
}

/** A printed line that is taxed by a consumer's place has the document say what that stands on. */
function checkNamed(fact: Fact, place: Data | undefined, given: Given): void {
  const model = printedModel(fact, given);
  if (!model) return;
  const { tenant, id, data } = fact;
  const { journal, report } = given;
  const [registered] = journal.of(tenant, text(data, 'customer'));
  const isConsumer = text(registered?.data, 'kind') === 'consumer';
  const isPlaced = list(model, 'lines').some((line) => {
    const proofs = part(line, 'taxed')?.proofs;
    return Array.isArray(proofs) && proofs.includes('two_of_place');
  });
  if (isConsumer && isPlaced !== (place !== undefined))
    report({ invariant: 'I-62', about: id, says: 'its lines and its proof of place do not go together' });
}
