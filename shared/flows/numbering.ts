/**
 * From frozen documents to issued ones. A document is frozen into the store before its number is given; a manifest
 * numbers a batch; whoever comes next finishes what an interrupted batch left, from the frozen bytes alone, to the same
 * items, whatever was deployed or erased in between.
 */
import type { InvoiceData } from '../domain/invoices/states.ts';
import type { Numbered, Series } from '../domain/series.ts';
import { MANIFEST_DOCUMENTS_MAX, numberOf, series, seriesId } from '../domain/series.ts';
import { printedNumber, spanOf, USUAL_COUNTING } from '../domain/series/counting.ts';
import type { Done, Loaded } from '../execute.ts';
import { attempt, create, load, ROUNDS_MAX } from '../execute.ts';
import { Contended } from '../kernel/contended.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import { sideBySide } from '../kernel/side-by-side.ts';
import type { AggregateRef, Ports } from '../ports.ts';
import { placeAmongCustomers } from './counting-customers.ts';
import { type Frozen, readFrozen, type Waiting } from './freezing.ts';
import { ISSUED_BY } from './issued-by.ts';

type Store = Pick<Ports, 'journal' | 'documents'>;

/** Documents of one manifest that are looked for or issued at once; each is an item of its own, so none waits for another. */
const ISSUED_AT_ONCE_MAX = 16;

/**
 * Numbers and issues the documents of one series, in the order of their dates. Refused with `series.date_passed` when one
 * must be dated anew, and otherwise every document is issued when it returns, under the number it had or the next one.
 */
export async function issueDocuments(
  batch: readonly Waiting[],
  of: Pick<Frozen, 'tenant' | 'entity' | 'kind'>,
  ports: Store & Pick<Ports, 'clock'>,
): Promise<Result<true>> {
  const ref = { tenant: of.tenant, id: seriesId(of.tenant, of) };
  const rounds = ROUNDS_MAX + Math.ceil(batch.length / MANIFEST_DOCUMENTS_MAX);
  for (let round = 0; round < rounds; round += 1) {
    const loaded = await load(ports.journal, series, ref, round === 0 ? 'eventual' : 'strong');
    await finishManifests(loaded.state, of.tenant, ports);
    const fresh = await unissued(batch, loaded.state, { tenant: of.tenant, journal: ports.journal });
    const issued = await issueFrom({ ref, loaded }, fresh, ports);
    if (issued) return issued;
  }

  throw new Contended(`the series ${ref.id} stays contended`);
}

/**
 * Numbers and issues fresh documents, manifest after manifest, from the version at which they were seen to be fresh; as
 * long as each next version is ours they stay so. Undefined where somebody else was faster.
 */
async function issueFrom(
  of: { readonly ref: AggregateRef; readonly loaded: Loaded<Series> },
  fresh: readonly Waiting[],
  ports: Store & Pick<Ports, 'clock'>,
): Promise<Result<true> | undefined> {
  let { loaded } = of;
  let rest = fresh;
  while (rest.length > 0) {
    const next = nextManifest(rest);
    const numbered = await assign(next, { ref: of.ref, loaded }, ports);
    if (!numbered?.ok) return numbered;
    const { state, version, commit } = numbered.value;
    await sideBySide(next, ISSUED_AT_ONCE_MAX, (waiting) => issue(waiting, state, ports));
    loaded = { state, version, hash: commit?.hash ?? loaded.hash };
    const taken = new Set(next);
    rest = rest.filter((waiting) => !taken.has(waiting));
  }

  return ok(true);
}

/** Issues what the open manifests of a series numbered, for those who come without a document of their own. */
export async function finishSeries(
  of: Pick<Frozen, 'tenant' | 'entity' | 'kind'>,
  ports: Store,
): Promise<void> {
  const { state } = await load(ports.journal, series, { tenant: of.tenant, id: seriesId(of.tenant, of) });
  await finishManifests(state, of.tenant, ports);
}

/** What one manifest may number of the documents: the earliest, all of one count. */
function nextManifest(fresh: readonly Waiting[]): readonly Waiting[] {
  const inOrder = fresh.toSorted((a, b) => compareDates(a.frozen.issueDate, b.frozen.issueDate));
  const [first] = inOrder;
  const count = first && countOf(first.frozen);

  return inOrder.filter(({ frozen }) => countOf(frozen) === count).slice(0, MANIFEST_DOCUMENTS_MAX);
}

function countOf({ issueDate, counting: { reset } = USUAL_COUNTING }: Frozen): string {
  return `${reset} ${spanOf(issueDate, reset)}`;
}

function compareDates(a: string, b: string): number {
  if (a === b) return 0;

  return a < b ? -1 : 1;
}

function assign(
  manifest: readonly Waiting[],
  of: { readonly ref: AggregateRef; readonly loaded: Loaded<Series> },
  ports: Store & Pick<Ports, 'clock'>,
): Promise<Result<Done<Series>> | undefined> {
  const { ref, loaded } = of;
  const documents = manifest.map(
    ({ frozen, hash }): Numbered => ({ id: frozen.id, content: hash, issueDate: frozen.issueDate }),
  );
  const finished = loaded.state.recent.flatMap(({ documents: numbered }) => numbered.map(({ id }) => id));
  const [first] = manifest;
  invariant(first, 'a batch holds a document');
  const { cause, trace, counting } = first.frozen;
  const acting = { actor: 'numbering', cause, trace, at: ports.clock.now() };

  return attempt(ports.journal, series, {
    ref,
    loaded,
    command: { do: 'number', documents, finished, ...(counting && { reset: counting.reset }) },
    acting,
  });
}

/** Issues one document under the number its manifest gave it. Done twice, it writes the same item twice. */
async function issue({ frozen, hash }: Waiting, state: Series, ports: Store): Promise<void> {
  const given = numberOf(state, frozen.id);
  invariant(given, `the series gave no number to ${frozen.id}`);
  invariant(given.document.content === hash, `${frozen.id} was numbered with other content`);
  const number = await printedOf(frozen, given.number, ports);
  if (number === undefined) return remember(frozen.id, ports.journal);
  const ref = { tenant: frozen.tenant, id: frozen.id };
  const acting = { actor: 'numbering', cause: frozen.cause, trace: frozen.trace, at: frozen.at };
  const data = { ...frozen.data, number, content: hash };
  // The kind picks the rules that the frozen data belongs to.
  const decider = ISSUED_BY[frozen.kind] as typeof ISSUED_BY.invoice; // see above
  const { books, deferred } = frozen;
  const command = { do: 'issue' as const, data: data as InvoiceData, books, ...(deferred && { deferred }) }; // see above
  const done = await create(ports.journal, decider, { ref, command, acting });
  if (!done.ok) throw new Error(`${frozen.id} was refused after it was numbered: ${done.refusal.code}`);
  const issued = done.value.state;
  invariant(issued.status !== 'none' && issued.number === number, `${frozen.id} stands under another number`);
  remember(frozen.id, ports.journal);
}

/**
 * Every document has a number in its series; where its seller counts by customer, the one that is printed is its customer's.
 * Undefined where it is issued already.
 */
async function printedOf(frozen: Frozen, number: number, ports: Store): Promise<string | undefined> {
  const { pattern, issueDate, counting } = frozen;
  const isByCustomer = counting?.scope === 'customer';
  const place = isByCustomer ? await placeAmongCustomers(frozen, counting.reset, ports) : {};
  if (place === 'issued') return undefined;

  return printedNumber(pattern, { issueDate, number, ...place });
}

/** Issues whatever earlier manifests numbered and somebody did not live to issue. */
async function finishManifests(state: Series, tenant: string, ports: Store): Promise<void> {
  const numbered = state.recent.flatMap(({ documents }) => documents);
  await sideBySide(numbered, ISSUED_AT_ONCE_MAX, async ({ id, content }) => {
    if (await exists({ tenant, id }, ports.journal)) return;
    const frozen = await readFrozen(tenant, content, ports);
    await issue({ frozen, hash: content }, state, ports);
  });
}

/** Those that neither exist nor stand in a manifest. Asked after the series was read, so that none is numbered twice. */
async function unissued(
  batch: readonly Waiting[],
  state: Series,
  of: { readonly tenant: string; readonly journal: Ports['journal'] },
): Promise<readonly Waiting[]> {
  const once = new Map(batch.map((waiting) => [waiting.frozen.id, waiting]));
  const unnumbered = [...once.values()].filter(({ frozen }) => !numberOf(state, frozen.id));
  const known = await sideBySide(unnumbered, ISSUED_AT_ONCE_MAX, ({ frozen: { id } }) =>
    of.journal.latest({ tenant: of.tenant, id }, 'strong'),
  );

  return unnumbered.filter((_, index) => !known[index]);
}

/** A document that is seen exists; one that is not seen is looked for once more with a strong read. */
async function exists(ref: AggregateRef, journal: Ports['journal']): Promise<boolean> {
  if (ISSUED_HERE.get(journal)?.has(ref.id)) return true;

  return Boolean((await journal.latest(ref, 'eventual')) ?? (await journal.latest(ref, 'strong')));
}

/** What this process has issued into a journal. It stays there, so nobody needs to look; what others issued is looked for. */
const ISSUED_HERE = new WeakMap<Ports['journal'], Set<string>>();
const REMEMBERED_MAX = 1_000;

function remember(id: string, journal: Ports['journal']): void {
  const ids = ISSUED_HERE.get(journal) ?? new Set<string>();
  if (ids.size >= REMEMBERED_MAX) ids.clear();
  ISSUED_HERE.set(journal, ids.add(id));
}
