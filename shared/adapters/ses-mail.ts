/** Mail through Amazon SES, which builds the message and knows no idempotency key: a mail whose answer is lost is unknown. */
import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { Mail, MailMessage, MailOutcome } from '../ports.ts';
import { safeMail } from './mail-headers.ts';

/** Refusals that say: not now. Nothing was sent. */
const BUSY = new Set(['TooManyRequestsException', 'LimitExceededException', 'ThrottlingException']);

/** Sends as `from`, whose identity SES must have verified; the client must not retry by itself. */
export function sesMail(at: { readonly client: SESv2Client; readonly from: string | undefined }): Mail {
  return {
    send: async (message) => {
      const safe = safeMail(message);
      if (!safe) return { status: 'refused', code: 'address_malformed' };
      if (at.from === undefined) return { status: 'refused', code: 'sender_missing' };
      try {
        const { MessageId } = await at.client.send(commandOf(safe, at.from));
        return { status: 'sent', reference: MessageId ?? '' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

function commandOf({ to, subject, text, key, attachments }: MailMessage, from: string): SendEmailCommand {
  return new SendEmailCommand({
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: {
        Subject: { Data: subject, Charset: 'UTF-8' },
        Body: { Text: { Data: text, Charset: 'UTF-8' } },
        // Mail programs show mails of one reference as one.
        Headers: [{ Name: 'X-Entity-Ref-ID', Value: key }],
        Attachments: attachments.map(({ fileName, contentType, bytes }) => ({
          FileName: fileName,
          ContentType: contentType,
          ContentDisposition: 'ATTACHMENT',
          ContentTransferEncoding: 'BASE64',
          RawContent: bytes,
        })),
      },
    },
  });
}

/** An answer of 4xx is certain: nothing left. Anything else may have been taken. */
function outcomeOf(error: unknown): MailOutcome {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }; // what the SDK throws
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 429 || BUSY.has(name ?? '')) return { status: 'busy', code: 'transport_busy' };

  return status >= 400 && status < 500
    ? { status: 'refused', code: 'transport_refused' }
    : { status: 'unknown', code: 'no_answer' };
}
