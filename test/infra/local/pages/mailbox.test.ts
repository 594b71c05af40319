import { expect, test } from 'vitest';
import { mailboxPage } from '../../../../infra/local/pages/mailbox.ts';

const MAIL = {
  id: 7,
  from: 'invoices@example.com',
  to: 'buyer@example.com',
  subject: '<script>alert(1)</script>',
  text: 'Dear <b>customer</b>',
  attachments: [
    { fileName: 'RE-1.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF') },
    { fileName: 'page.html', contentType: 'text/html', bytes: Buffer.from('<script>') },
  ],
};

test('the page shows a mail as text and links its attachments', () => {
  const page = mailboxPage('/dev/mailbox', [MAIL])?.body.toString() ?? '';

  expect(page).toContain('buyer@example.com');
  expect(page).toContain('<a href="/dev/mailbox/7/0">RE-1.pdf</a>');
  expect(page).not.toContain('<script>alert');
  expect(page).not.toContain('<b>customer');
});

test('a PDF opens, anything else is only saved', () => {
  expect(mailboxPage('/dev/mailbox/7/0', [MAIL])?.headers).toMatchObject({
    'content-type': 'application/pdf',
  });
  expect(mailboxPage('/dev/mailbox/7/1', [MAIL])?.headers).toMatchObject({
    'content-type': 'application/octet-stream',
  });
});

test('what is not there is nobody’s page, and an empty mailbox says so', () => {
  expect(mailboxPage('/dev/mailbox/7/2', [MAIL])).toBeNull();
  expect(mailboxPage('/dev/mailbox/8/0', [MAIL])).toBeNull();
  expect(mailboxPage('/dev/mailbox', [])?.body.toString()).toContain('No mail was sent');
});
