/** Taking a line back by its quantity: so many of the pieces that were sold, at what they cost. */
import {
  add,
  compare,
  fromDecimal,
  multiply,
  rational,
  roundHalfAwayFromZero,
  subtract,
  toDecimal,
  divide,
} from '../../kernel/rational.ts';
import type { Result } from '../../kernel/result.ts';
import { ok, refuse } from '../../kernel/result.ts';
import type { LineQuantity, RequestedCredit, Returned } from './wishes.ts';

/** Places of a quantity on the wire. */
const PLACES_MAX = 6;

type Standing = { readonly returned?: readonly Returned[] };

/**
 * What so much of a line comes to, in minor units: its share of what is left of the line, by what is left of the quantity.
 * So a discount goes with the pieces, what was taken off before lowers each of them, and the last one takes the last cent.
 */
export function amountOfQuantity(
  state: Standing,
  { line, quantity, charged }: LineQuantity,
  leftMinor: bigint,
): Result<bigint> {
  const before = fromDecimal(returnedOf(state, line));
  const left = subtract(fromDecimal(charged), before);
  const wanted = fromDecimal(quantity);
  if (wanted.n <= 0n || compare(wanted, left) > 0)
    return refuse(
      'credit_note.quantity_exceeds',
      'Of a line at most the quantity that is not taken back yet can be taken back, and more than 0.',
    );

  return ok(roundHalfAwayFromZero(divide(multiply(rational(leftMinor, 1n), wanted), left)));
}

/** What is taken back by quantity once a credit note is asked for; nothing to add where it names amounts alone. */
export function returnedAfter(state: Standing, { lines = [] }: Pick<RequestedCredit, 'lines'>): Standing {
  const named = lines.filter(({ quantity }) => quantity !== undefined);
  if (named.length === 0) return {};
  const returned = new Map((state.returned ?? []).map((each) => [each.line, each.quantity]));
  for (const { line, quantity = '0' } of named) {
    const sum = add(fromDecimal(returned.get(line) ?? '0'), fromDecimal(quantity));
    returned.set(line, toDecimal(sum, PLACES_MAX));
  }

  return { returned: [...returned].map(([line, quantity]) => ({ line, quantity })) };
}

function returnedOf({ returned = [] }: Standing, line: number): string {
  return returned.find((each) => each.line === line)?.quantity ?? '0';
}
