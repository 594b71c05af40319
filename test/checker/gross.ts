/** Documents whose prices contain the tax, reckoned by the checker itself. */
import { containedIn, fraction } from './arithmetic.ts';
import { type Data, type Fact, list, minor, part, sum, text, whole } from './books.ts';
import type { Given } from './snapshot.ts';

/** Whether the prices of a document, an order or a model contain the tax. */
export function isGross(data: Data | undefined): boolean {
  return data?.priceBasis === 'gross';
}

/** What is wrong with the price basis of a subscription: it is that of each version that it has, and of each bill. */
export function wrongBases({ tenant, id, data }: Fact, journal: Given['journal']): readonly string[] {
  const isOf = (sold: Data | undefined) => {
    const versions = journal.of(tenant, text(sold, 'plan'));
    const version = versions.find((each) => whole(each.data, 'version') === whole(sold, 'planVersion'));
    return version === undefined || isGross(version.data) === isGross(data);
  };

  return journal.of(tenant, id).flatMap((fact) => {
    const isBill = fact.type === 'subscription.billed';
    const sold = fact.type === 'subscription.changed' ? part(part(fact.data, 'target'), 'sold') : data;
    if (isBill) return isGross(fact.data) === isGross(data) ? [] : ['a bill is of another price basis'];
    return isOf(sold) ? [] : ['its plan is priced in another basis'];
  });
}

/** What is wrong with the nets and taxes of a document, whose agreed grosses come with the rates they bear. */
export function wrongInGross(
  data: Data,
  agreed: {
    readonly lines: readonly { readonly rate: string; readonly gross: bigint }[];
    /** What allowances and charges take off and add, by rate. */
    readonly byRate: ReadonlyMap<string, bigint>;
  },
): readonly string[] {
  const wrong: string[] = [];
  const grosses = numbers(data.grossesMinor);
  if (grosses.join(' ') !== agreed.lines.map(({ gross }) => gross).join(' '))
    wrong.push('the grosses do not follow from what was agreed');
  const nets = numbers(data.netsMinor);
  for (const [index, { rate, gross }] of agreed.lines.entries())
    if (!isNetOf(nets[index] ?? 0n, gross, percentIn(rate)))
      wrong.push(`the net of line ${index + 1} is not its gross without the tax`);
  for (const tax of list(data, 'taxes')) {
    const rate = `${text(tax, 'category')} ${text(tax, 'rate')}`;
    const lines = sum(agreed.lines.filter((line) => line.rate === rate).map(({ gross }) => gross));
    const gross = lines + (agreed.byRate.get(rate) ?? 0n);
    if (minor(tax, 'baseMinor') + minor(tax, 'taxMinor') !== gross)
      wrong.push(`what bears ${rate} comes to ${gross}`);
    if (minor(tax, 'taxMinor') !== containedIn(gross, percentIn(rate)))
      wrong.push(`${gross} contains another tax of ${rate}`);
  }

  return wrong;
}

/** Whether a tax is what a gross contains; that of a piece is rounded down or up, whatever went before it. */
export function isContained(
  tax: bigint,
  of: { readonly gross: bigint; readonly rate: string; readonly isPiece: boolean },
): boolean {
  if (!of.isPiece) return tax === containedIn(of.gross, of.rate);

  return isNetOf(of.gross - tax, of.gross, of.rate);
}

/** Whether a net is within a unit of the exact one: which way it is rounded, its neighbours decide. */
export function isNetOf(net: bigint, gross: bigint, percent: string): boolean {
  const { over, under } = fraction(percent);
  const whole = 100n * under + over;
  const off = net * whole - gross * 100n * under;

  return (off < 0n ? -off : off) < whole;
}

function percentIn(rate: string): string {
  return rate.split(' ')[1] ?? '0';
}

function numbers(value: unknown): bigint[] {
  return Array.isArray(value) ? value.map((each) => BigInt(String(each))) : [];
}
