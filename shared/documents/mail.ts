/** The mail in which a document travels: its words in the document's language, its PDF attached. */
import type { MailMessage } from '../ports.ts';
import type { FrozenContent } from './content.ts';
import { filled } from './filled.ts';
import { MAIL_TEXTS } from './texts/mail.ts';

/** Subject, text and attachment; whom it goes to is the caller's. */
export function documentMail(of: {
  readonly content: Pick<FrozenContent, 'kind' | 'language' | 'title' | 'seller' | 'buyer'>;
  /** It goes to its seller, for whom the buyer wrote it. */
  readonly isSelfBilled?: boolean;
  readonly number: string;
  readonly pdf: Uint8Array;
  /** Attached beside the PDF where it is given. */
  readonly xml?: string | null;
}): Omit<MailMessage, 'key' | 'to'> {
  const { content, number, pdf, xml = null, isSelfBilled = false } = of;
  const name = number.replaceAll(/[^A-Za-z0-9.-]/g, '-');
  const texts = MAIL_TEXTS[content.language.slice(0, 2)] ?? MAIL_TEXTS.en;
  const sender = isSelfBilled ? content.buyer : content.seller;
  const values = { title: content.title, number, seller: sender.name };
  const { greeting, [content.kind]: body } = isSelfBilled
    ? texts.toSupplier
    : { greeting: texts.greeting, ...texts.body };
  const text = [greeting, body, texts.closing].map((part) => filled(part, values));

  return {
    subject: filled(texts.subject, values),
    text: `${text.join('\n\n')}\n`,
    attachments: [
      { fileName: `${name}.pdf`, contentType: 'application/pdf', bytes: pdf },
      ...(xml === null
        ? []
        : [
            {
              fileName: `${name}.xml`,
              contentType: 'application/xml',
              bytes: new TextEncoder().encode(xml),
            },
          ]),
    ],
  };
}
