/**
 * The checker: from the raw journal, the provider's own record, the client's log and the stored documents to the list of
 * what is not as it must be. Pure, and without a line of the code that it checks. The numbers are those of the invariants.
 */
import { readJournal, type Violation } from './books.ts';
import { checkActivations } from './activations.ts';
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
import { checkRepairs } from './repairs.ts';
import { checkSelfBilling } from './self-billing.ts';
import type { Given, Snapshot } from './snapshot.ts';
import { checkSubscriptions } from './subscriptions.ts';
import { checkUnionReturns } from './union-return.ts';
import { checkUnionSales } from './union-sales.ts';

const PARTS: readonly ((given: Given) => void)[] = [
  checkChain,
  checkObligations,
  checkSubscriptions,
  checkActivations,
  checkAddOns,
  checkCoverage,
  checkRepairs,
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
