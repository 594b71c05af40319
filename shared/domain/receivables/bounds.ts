/** How much one account holds, and how much one commit on it does. */

/** Items that may be open on one account; a further one is parked, because the head must stay small. */
export const OPEN_ITEMS_MAX = 200;

/** Of those, items with a cash discount, which say more. */
export const DISCOUNTED_ITEMS_MAX = 100;

/** Payments, and credits, of which a part may be unapplied on one account. */
export const UNAPPLIED_MAX = 100;

/** Items that one payment may be spread over in one commit. */
export const ALLOCATIONS_MAX = 14;

/** Payments to which one credit note may be paid back, and items that one refund may open again. */
export const REFUND_PARTS_MAX = 8;

/** Things done with that the head still names; older ones are found in the account's own story. */
export const MARKS_MAX = 8;
