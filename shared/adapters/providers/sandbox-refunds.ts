import { SandboxRefund, SandboxRefunds } from '../../contracts/providers/sandbox.ts';
import type { RefundOutcome, RefundRequest } from '../../ports.ts';
import type { CallResult } from './call.ts';
import { unknown } from './outcomes.ts';
import { amountOf, type SandboxApi } from './sandbox-api.ts';
import { refundOutcome, refusedRefund } from './sandbox-outcomes.ts';

const MALFORMED = unknown('provider.answer_malformed');

/** Refunds a settled charge, once for its key. */
export async function refundSandbox(send: SandboxApi, request: RefundRequest): Promise<RefundOutcome> {
  const body = {
    tenant: request.tenant,
    refund: request.refund,
    payment: request.payment,
    charge: request.paymentReference,
    ...amountOf(request),
  };
  const result = await send({ method: 'POST', path: '/refunds', key: request.key, body });
  return toRefundOutcome(result, request, refusedRefund);
}

/** What became of a refund; without a reference the sandbox is asked by our own id, and its list is complete. */
export async function askSandboxRefund(
  send: SandboxApi,
  tenant: string,
  asked: { readonly refund: string; readonly reference: string | null },
): Promise<RefundOutcome> {
  const expected = { tenant, refund: asked.refund };
  if (asked.reference !== null) {
    const result = await send({ method: 'GET', path: `/refunds/${encodeURIComponent(asked.reference)}` });
    return toRefundOutcome(result, expected, () => unknown('provider.reference_unknown'));
  }
  const result = await send({ method: 'GET', path: `/refunds?${new URLSearchParams(expected)}` });
  if (!result.answered) return unknown(result.reason);
  const answer = SandboxRefunds.safeParse(result.status === 200 ? result.body : undefined);
  if (!answer.success) return MALFORMED;

  const [found] = answer.data.refunds;
  if (found === undefined) return { status: 'absent' };
  return found.tenant === tenant && found.refund === asked.refund ? refundOutcome(found) : MALFORMED;
}

function toRefundOutcome(
  result: CallResult,
  expected: { readonly tenant: string; readonly refund: string },
  refused: (result: { readonly status: number; readonly body: unknown }) => RefundOutcome,
): RefundOutcome {
  if (!result.answered) return unknown(result.reason);
  if (result.status !== 200) return refused(result);

  const answer = SandboxRefund.safeParse(result.body);
  const isOurs =
    answer.success && answer.data.tenant === expected.tenant && answer.data.refund === expected.refund;
  return isOurs ? refundOutcome(answer.data) : MALFORMED;
}
