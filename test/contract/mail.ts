/** What every transport of mail promises; `arrived` tells what it took, oldest first. */
import { describe, expect, test } from 'vitest';
import type { Mail, MailMessage } from '../../shared/ports.ts';

/** A transport, and a look at what it took. */
export type Transport = { readonly mail: Mail; readonly arrived: () => readonly Omit<MailMessage, 'key'>[] };

const MAIL: MailMessage = {
  key: 'dlv_1:1',
  to: 'buyer@example.com',
  subject: 'Rechnung 1 von Müller & Söhne',
  text: 'Guten Tag,\n\nanbei.\n',
  attachments: [
    { fileName: 'RE-1.pdf', contentType: 'application/pdf', bytes: new Uint8Array([37, 80, 0, 255]) },
  ],
};

/** Holds a transport to its promises. */
export function mailContract(name: string, open: () => Promise<Transport>): void {
  describe(`mail: ${name}`, () => {
    test('a mail arrives with every letter and every byte, and has an id', async () => {
      const { mail, arrived } = await open();

      const outcome = await mail.send(MAIL);

      expect(outcome).toMatchObject({ status: 'sent', reference: expect.stringMatching(/./) });
      const { key: _, ...whole } = MAIL;
      expect(arrived()).toMatchObject([
        { ...whole, attachments: [{ ...MAIL.attachments[0], bytes: expect.anything() }] },
      ]);
      expect(Array.from(arrived()[0]?.attachments[0]?.bytes ?? [])).toEqual([37, 80, 0, 255]);
    });

    test('a line break in a subject or a file name begins no header', async () => {
      const { mail, arrived } = await open();

      await mail.send({
        ...MAIL,
        subject: 'Invoice\r\nBcc: thief@example.com',
        attachments: MAIL.attachments.map((each) => ({ ...each, fileName: 'a"\r\nX: y/../b.pdf' })),
      });

      expect(arrived()[0]?.subject).toBe('Invoice Bcc: thief@example.com');
      expect(arrived()[0]?.attachments[0]?.fileName).toMatch(/^[A-Za-z0-9._-]+$/);
    });

    test('a subject reads in one direction and is cut between letters', async () => {
      const { mail, arrived } = await open();

      await mail.send({ ...MAIL, subject: 'Invoice \u202efdp.exe\u2069 \u200f1' });
      await mail.send({ ...MAIL, subject: `${'x'.repeat(199)}\u{1f4a1}${'y'.repeat(50)}` });

      expect(arrived().map(({ subject }) => subject)).toEqual(['Invoice fdp.exe 1', 'x'.repeat(199)]);
    });

    test.each([
      'buyer@example.com\r\nBcc: thief@example.com',
      'buyer@example.com, thief@example.com',
      'Buyer <buyer@example.com>',
      'buyer',
      '',
    ])('what is not one address is refused and nothing leaves: %j', async (to) => {
      const { mail, arrived } = await open();

      expect(await mail.send({ ...MAIL, to })).toEqual({ status: 'refused', code: 'address_malformed' });
      expect(arrived()).toEqual([]);
    });
  });
}
