import { expect, test } from 'vitest';
import { creditTransfers, type TransferOrder } from '../../../shared/documents/credit-transfers.ts';

const ORDER: TransferOrder = {
  debtor: { name: 'Größe & Söhne GmbH', iban: 'DE02120300000000202051', bic: null },
  executeOn: '2026-11-30',
  at: '2026-11-26T10:00:00.000Z',
  transfers: [
    {
      ...{ id: 'sbi_1', number: 'SB-2026-00001', amountMinor: 29_750n },
      creditor: { name: 'Łódź <Studio> “Ñandú”', iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPXXX' },
    },
    {
      ...{ id: 'sbi_2', number: 'SB-2026-00002', amountMinor: 5n },
      creditor: { name: 'x'.repeat(80), iban: 'DE02120300000000202051', bic: null },
    },
  ],
};

test('an order to the bank names both sides, what is paid for which invoice, and the sum', () => {
  const xml = creditTransfers(ORDER);

  expect(xml.replace(/<(MsgId|PmtInfId)>[0-9a-f]{35}</g, '<$1>ID<').split('\n')).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>',
    '<GrpHdr><MsgId>ID</MsgId><CreDtTm>2026-11-26T10:00:00.000Z</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>297.55</CtrlSum>',
    '<InitgPty><Nm>Groesse + Soehne GmbH</Nm></InitgPty></GrpHdr>',
    '<PmtInf><PmtInfId>ID</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>2</NbOfTxs><CtrlSum>297.55</CtrlSum>',
    '<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>2026-11-30</Dt></ReqdExctnDt>',
    '<Dbtr><Nm>Groesse + Soehne GmbH</Nm></Dbtr><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>',
    '<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>',
    '<CdtTrfTxInf><PmtId><EndToEndId>SB-2026-00001</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">297.50</InstdAmt></Amt><CdtrAgt><FinInstnId><BICFI>PSSTFRPPXXX</BICFI></FinInstnId></CdtrAgt><Cdtr><Nm>Lodz .Studio. .Nandu.</Nm></Cdtr><CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></CdtrAcct><RmtInf><Ustrd>SB-2026-00001</Ustrd></RmtInf></CdtTrfTxInf>',
    `<CdtTrfTxInf><PmtId><EndToEndId>SB-2026-00002</EndToEndId></PmtId><Amt><InstdAmt Ccy="EUR">0.05</InstdAmt></Amt><Cdtr><Nm>${'x'.repeat(70)}</Nm></Cdtr><CdtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></CdtrAcct><RmtInf><Ustrd>SB-2026-00002</Ustrd></RmtInf></CdtTrfTxInf>`,
    '</PmtInf></CstmrCdtTrfInitn></Document>',
  ]);
});

test('the same debts have the same message id whenever they are ordered, and others have another', () => {
  const idOf = (order: TransferOrder) => /<MsgId>([^<]+)</.exec(creditTransfers(order))?.[1];
  const later = { ...ORDER, at: '2026-11-27T10:00:00.000Z', transfers: ORDER.transfers.toReversed() };
  const less = { ...ORDER, transfers: ORDER.transfers.slice(1) };

  expect(idOf(later)).toBe(idOf(ORDER));
  expect(idOf(less)).not.toBe(idOf(ORDER));
});

test('a reference keeps slashes, but for those that banks refuse', () => {
  const [first] = ORDER.transfers;
  if (!first) throw new Error('nothing is transferred');
  const xml = creditTransfers({ ...ORDER, transfers: [{ ...first, number: '/SB//2026/1/' }] });

  expect(/<EndToEndId>([^<]+)</.exec(xml)?.[1]).toBe('SB/2026/1');
});
