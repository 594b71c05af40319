/**
 * Why an order costs more than it must. Order, invoice and payment become true at three times, so three commits of one
 * write unit are the floor; each other commit on the way from an order to its payment gives its reason here, by its first fact.
 */

/** The commits without which there is no order, no invoice, no payment. */
export const FLOOR_FACTS: readonly string[] = ['order.placed', 'invoice.issued', 'payment.settled'];

/** What each commit above the floor buys. */
export const BEYOND_FLOOR: Readonly<Record<string, string>> = {
  'numbers.assigned': 'legal numbers without a gap; one manifest a batch, so a hundredth of it in a run',
  'account.opened': "once in an account's life",
  'item.opened': 'the account alone allocates money, so that none is applied twice',
  'payment.intended': 'written before the provider is called, so that an unknown outcome can be asked about',
  'payment.accepted': "the provider's reference, by which it is asked and corrected",
  'inbox.recorded': 'each event of the provider once, before it is answered',
  'cash.added': 'the money meets the item, in the one place that may apply it',
  'invoice.settled': 'the invoice says that it is paid, and its row in the list follows',
};
