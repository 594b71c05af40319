/** The figures of the business that functions write into their logs, and those among them that ring. */
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stage } from '../stages.ts';

/** A figure that must stay at or below its threshold; alarm and article bear one name. */
export type BusinessWatch = {
  readonly name: string;
  readonly metricName: string;
  readonly says: string;
  readonly threshold: number;
  readonly mayBeNegative?: boolean;
};

/** Every figure that rings. */
export const BUSINESS_WATCHES: readonly BusinessWatch[] = [
  {
    name: 'ledger-imbalance',
    metricName: 'LedgerImbalance',
    says: 'Debits and credits of a currency differ.',
    threshold: 0,
    mayBeNegative: true,
  },
  {
    name: 'number-gap',
    metricName: 'NumberGap',
    says: 'A series of invoice numbers has a gap.',
    threshold: 0,
  },
  {
    name: 'webhook-rejected',
    metricName: 'WebhookRejected',
    says: 'Webhooks of a payment provider fail their verification.',
    // A scanner knocks now and then; a wrong secret rejects every delivery.
    threshold: 5,
  },
  {
    name: 'parked-facts',
    metricName: 'ParkedMessages',
    says: 'A function set a message aside with a reason.',
    threshold: 0,
  },
  {
    name: 'tax-tables-ending',
    metricName: 'TaxTablesEnding',
    says: 'VAT rates are known for less than 90 days; after their end nothing is invoiced by them.',
    threshold: 0,
  },
  {
    name: 'oss-threshold-near',
    metricName: 'OssThresholdNear',
    says: 'A seller has sold nearly, or more than, 10,000 EUR of a year to consumers in other member states.',
    threshold: 0,
  },
  {
    name: 'billing-run-failures',
    metricName: 'BillingRunFailures',
    says: 'A billing run could not bill a subscription.',
    threshold: 0,
  },
  {
    name: 'deliveries-failed',
    metricName: 'DeliveriesFailed',
    says: 'A document could not be mailed, or nobody knows whether it was.',
    threshold: 0,
  },
];

/** The figures that the dashboard shows beside those that ring. */
export const BUSINESS_FIGURES: readonly string[] = [
  'InvoicesIssued',
  'PaymentsSettled',
  'PaymentsFailed',
  'OrdersPlaced',
  'SweptMessages',
];

/** A figure of the business, of one stage; functions write it with the single dimension `stage` among others. */
export function businessMetric(
  stage: Stage,
  { metricName, statistic }: { metricName: string; statistic: string },
): Metric {
  return new Metric({
    namespace: 'Countinghouse',
    metricName,
    statistic,
    period: Duration.minutes(5),
    dimensionsMap: { stage: stage.name },
  });
}
