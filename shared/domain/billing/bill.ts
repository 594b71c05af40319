/** A bill: what asks for it, and what it says. */
import type { Supply } from '../../contracts/tax.ts';
import type { CivilDate, Instant, Period } from '../../kernel/time.ts';
import type { TaxClass } from '../tax.ts';
import type { BilledLine } from './billed-line.ts';
import type { CreditableInvoice } from './creditable-invoice.ts';
import type { LateUsage, UsageCorrections, UsageTaken } from './metering.ts';
import type { Healed, Repairs } from './repairs.ts';

/** Asks to bill what is owed at an instant. */
export type BillCommand = {
  readonly tenant: string;
  readonly subscription: string;
  readonly at: Instant;
  /** Only periods that are owed from this day or earlier, in the subscription's zone; null bills whatever is owed. */
  readonly target: CivilDate | null;
  /** The run that asks, or null where the subscription's own fact did. */
  readonly run: string | null;
  /** The newest version of the customer's profile, or null once it is erased. */
  readonly profile: number | null;
  /** What the windows came to that are charged; `unread` asks which they are, and what is left out leaves usage to a later bill. */
  readonly usage?: readonly UsageTaken[] | 'unread';
  /** What windows that were billed come to today; the first bill carries it. */
  readonly corrections?: UsageCorrections;
  /** What earlier bills came to too little or too much; the first bill carries it. */
  readonly repairs?: Repairs;
};

/** One bill: all that its invoice needs. `start` belongs to its period, `end` does not. */
export type BilledPeriodData = Period & {
  readonly subscription: string;
  /** The period that it bills; of a change, the one that would be next. */
  readonly index: number;
  /** The number of the change that caused it, or null where a period did. */
  readonly change: number | null;
  /** The number of the bill, where it is of usage alone; `index` is then the period that would be next. */
  readonly usage?: number;
  /** Days of late usage that are still to be looked at; left out where it looked at none. */
  readonly late?: readonly LateUsage[];
  readonly customer: string;
  readonly entity: string;
  readonly currency: string;
  /** Whether its amounts contain the tax; absent where they are net. */
  readonly priceBasis?: 'gross';
  readonly tax: TaxClass;
  readonly supply?: Supply;
  readonly dueDays: number;
  readonly language: string;
  readonly profile: number;
  /** The invoice that it owes, unless it is gathered with others. */
  readonly invoice: string;
  /** The gathering that it falls into; absent where its invoice is its own. */
  readonly gathering?: string;
  /** The group that it is gathered in; absent where it has no name. */
  readonly group?: string;
  /** The day whose tax rate holds. */
  readonly suppliedOn: CivilDate;
  readonly lines: readonly BilledLine[];
  /** What charged that which late news or a repair lowers, and so could give it back; absent where nothing of it is carried to later bills. */
  readonly lowered?: readonly CreditableInvoice[];
  /** The version of the rules by which all bills before it are right; absent where it was told before. */
  readonly rulesVersion?: number;
  /** What of the state before it was other than it must be; absent where nothing was. */
  readonly healed?: Healed;
  readonly dueAt: Instant;
  readonly nextDueAt: Instant;
  readonly run: string | null;
  readonly at: Instant;
};
