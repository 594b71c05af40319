/** How a delivery log reads on the wire. */
import type { Delivery } from '../../contracts/deliveries.ts';
import { AUTOMATIC, type DeliveryLog, type Send } from '../deliveries.ts';

/** One mail of the document. */
export function answerDelivery(document: string, send: Send): Delivery {
  return {
    object: 'delivery',
    document,
    send: send.send,
    automatic: send.key === AUTOMATIC,
    status: send.status === 'intended' ? 'sending' : send.status,
    requested_at: send.requestedAt,
    updated_at: send.at,
    failure_code: send.code,
  };
}

/** All mails of the document, oldest first. */
export function answerDeliveries(log: DeliveryLog): readonly Delivery[] {
  return log.status === 'none' ? [] : log.sends.map((send) => answerDelivery(log.document, send));
}
