/** The mailbox as a page: what would have been sent, and its attachments to open. */
import type { HttpAnswer } from '../http/answer.ts';
import type { CaughtMail } from '../servers/mailbox.ts';
import { escapeHtml, htmlPage } from './html.ts';

/** Where the page is. */
export const MAILBOX_PATH = '/dev/mailbox';

/** The list of mails, or one attachment below it; null for anything else. */
export function mailboxPage(path: string, mails: readonly CaughtMail[]): HttpAnswer | null {
  if (path === MAILBOX_PATH) {
    const none = '<p>No mail was sent since the start. Mails are kept in memory only.</p>';

    return htmlPage('Mailbox', mails.length === 0 ? none : mails.map(mailOf).join('\n'));
  }
  const [, id, index] = /^\/dev\/mailbox\/(\d+)\/(\d+)$/.exec(path) ?? [];
  const found = mails.find((mail) => String(mail.id) === id)?.attachments[Number(index)];

  return found ? { status: 200, headers: headersOf(found.fileName), body: found.bytes } : null;
}

/** A PDF opens in place; what else a mail may carry is only saved, so that no page of another's making runs here. */
function headersOf(fileName: string): Record<string, string> {
  const isPdf = fileName.endsWith('.pdf');
  const name = fileName.replaceAll(/[^A-Za-z0-9._-]/g, '-');

  return {
    'content-type': isPdf ? 'application/pdf' : 'application/octet-stream',
    'content-disposition': `${isPdf ? 'inline' : 'attachment'}; filename="${name}"`,
    'x-content-type-options': 'nosniff',
  };
}

function mailOf({ id, from, to, subject, text, attachments }: CaughtMail): string {
  const links = attachments.map(
    ({ fileName }, index) => `<a href="${MAILBOX_PATH}/${id}/${index}">${escapeHtml(fileName)}</a>`,
  );

  return `<h2>${escapeHtml(subject)}</h2>
    <p>From ${escapeHtml(from)} to ${escapeHtml(to)}</p><pre>${escapeHtml(text)}</pre><p>${links.join(' ')}</p>`;
}
