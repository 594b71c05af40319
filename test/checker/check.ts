/**
 * The checker: from the raw journal, the provider's own record, the client's log and the stored documents to the list of
 * what is not as it must be. Pure, and without a line of the code that it checks. The numbers are those of the invariants.
 */
import { type Data, type Journal, type RawItem, readJournal, type Violation } from './books.ts';
import { checkAccountingTax } from './accounting-tax.ts';
import { checkArchive } from './archive.ts';
import { checkChain } from './chain.ts';
import { checkConsequences } from './consequences.ts';
import { checkCorrections } from './corrections.ts';
import { checkCoverage } from './coverage.ts';
import { checkDeferrals } from './deferrals.ts';
import { checkDiscounts } from './discounts.ts';
import { checkDocuments } from './documents.ts';
import { checkEffects } from './effects.ts';
import { checkGatherings } from './gatherings.ts';
import { checkMinimumSpends } from './minimum-spends.ts';
import { checkLedger } from './ledger.ts';
import { checkObligations } from './obligations.ts';
import { checkPayables } from './payables.ts';
import { checkPayments } from './payments.ts';
import { checkPeriods } from './periods.ts';
import { checkPlaces } from './place.ts';
import { checkPrepaid } from './prepaid.ts';
import { checkPrivacy } from './privacy.ts';
import { checkAddOns } from './add-ons.ts';
import { checkSelfBilling } from './self-billing.ts';
import { checkSubscriptions } from './subscriptions.ts';
import { checkUnionReturns } from './union-return.ts';
import { checkUnionSales } from './union-sales.ts';

/** A charge as the provider's record tells it. */
export type ProviderCharge = {
  readonly id: string;
  readonly tenant: string;
  readonly payment: string;
  readonly checkout: string | null;
  readonly status: string;
  readonly amount_minor: string;
  readonly currency: string;
};

/** A refund as the provider's record tells it. */
export type ProviderRefund = {
  readonly id: string;
  readonly tenant: string;
  readonly refund: string;
  readonly payment: string;
  readonly charge: string;
  readonly status: string;
  readonly amount_minor: string;
  readonly currency: string;
};

/** A request that was answered. */
export type Answered = {
  readonly tenant: string;
  readonly method: string;
  readonly route: string;
  readonly params: Readonly<Record<string, string>>;
  readonly key: string | null;
  readonly body: string;
  readonly status: number;
  readonly answer: Data;
};

/** Everything there is to look at. What is left out (`null`) is not checked. */
export type Snapshot = {
  /** In the order in which they were appended, where that is known. */
  readonly items: readonly RawItem[];
  readonly isOrdered: boolean;
  readonly provider: {
    readonly charges: readonly ProviderCharge[];
    readonly refunds: readonly ProviderRefund[];
  } | null;
  readonly log: readonly Answered[];
  /** The stored objects by key. */
  readonly documents: {
    readonly get: (key: string) => Uint8Array | undefined;
    /** Keys under which something was written more than once, where the store can tell. */
    readonly rewritten?: readonly string[];
  } | null;
  /** Log lines, metrics, messages and view rows: wherever personal data and secrets may not be. */
  readonly texts: readonly string[];
  readonly canaries: readonly string[];
  readonly secrets: readonly string[];
  readonly now: string;
  /** Whether everything had time to follow: then what is missing is lost, and not on its way. */
  readonly isAtRest: boolean;
  /** Whether nothing ever failed or lagged; then nothing has an excuse. */
  readonly isFaultless: boolean;
  /** Events of usage by tenant and subscription, with a space between; left out, none is looked at. */
  readonly usage?: ReadonlyMap<string, readonly { readonly meter: string; readonly at: string }[]>;
  /** Messages in queues and dead-letter queues. */
  readonly left: number;
};

/** What every part of the checker is given. */
export type Given = {
  readonly journal: Journal;
  readonly snapshot: Snapshot;
  readonly report: (violation: Violation) => void;
};

const PARTS: readonly ((given: Given) => void)[] = [
  checkChain,
  checkObligations,
  checkSubscriptions,
  checkAddOns,
  checkCoverage,
  checkMinimumSpends,
  checkGatherings,
  checkDocuments,
  checkEffects,
  checkCorrections,
  checkSelfBilling,
  checkPayables,
  checkAccountingTax,
  checkUnionSales,
  checkUnionReturns,
  checkPlaces,
  checkArchive,
  checkLedger,
  checkDiscounts,
  checkPrepaid,
  checkDeferrals,
  checkPeriods,
  checkPayments,
  checkConsequences,
  checkPrivacy,
];

/** All violations; none of a healthy system. */
export function check(snapshot: Snapshot): readonly Violation[] {
  const violations: Violation[] = [];
  const journal = readJournal(snapshot.items, violations);
  const report = (violation: Violation) => void violations.push(violation);
  for (const part of PARTS) {
    try {
      part({ journal, snapshot, report });
    } catch (error) {
      // What cannot even be read was spoiled; that is told, and stops nothing else.
      report({ invariant: 'I-14', about: part.name, says: `the journal cannot be read: ${String(error)}` });
    }
  }

  return violations;
}
