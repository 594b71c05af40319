/** Payables as an order to the bank: ISO 20022 pain.001.001.09 as the SEPA Credit Transfer rulebook (EPC125-05) takes it. */
import type { Transfer, TransferParty } from '../domain/self-billing/transfers.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { formatMoney } from '../kernel/money.ts';
import type { CivilDate, Instant } from '../kernel/time.ts';
import { escapeXml } from './en16931/xml-text.ts';

/** What is ordered at once. */
export type TransferOrder = {
  readonly debtor: TransferParty;
  readonly transfers: readonly Transfer[];
  readonly executeOn: CivilDate;
  readonly at: Instant;
};

const NAME_LENGTH_MAX = 70;
const ID_LENGTH_MAX = 35;

/** The file. Its message id follows from what it pays, so that a bank that has taken it refuses it a second time. */
export function creditTransfers({ debtor, transfers, executeOn, at }: TransferOrder): string {
  const message = messageId(debtor, transfers);
  const sumMinor = transfers.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const counted = `<NbOfTxs>${transfers.length}</NbOfTxs><CtrlSum>${euros(sumMinor)}</CtrlSum>`;

  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>',
    `<GrpHdr><MsgId>${message}</MsgId><CreDtTm>${at}</CreDtTm>${counted}`,
    `<InitgPty>${nameOf(debtor)}</InitgPty></GrpHdr>`,
    `<PmtInf><PmtInfId>${message}</PmtInfId><PmtMtd>TRF</PmtMtd>${counted}`,
    `<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>${executeOn}</Dt></ReqdExctnDt>`,
    `<Dbtr>${nameOf(debtor)}</Dbtr><DbtrAcct>${accountOf(debtor)}</DbtrAcct>`,
    `<DbtrAgt><FinInstnId>${bankOf(debtor)}</FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>`,
    ...transfers.map(transferOf),
    '</PmtInf></CstmrCdtTrfInitn></Document>',
  ].join('\n');
}

function transferOf({ number, amountMinor, creditor }: Transfer): string {
  const text = plain(number);
  const agent =
    creditor.bic === null ? '' : `<CdtrAgt><FinInstnId>${bankOf(creditor)}</FinInstnId></CdtrAgt>`;

  return [
    `<CdtTrfTxInf><PmtId><EndToEndId>${referenceOf(text)}</EndToEndId></PmtId>`,
    `<Amt><InstdAmt Ccy="EUR">${euros(amountMinor)}</InstdAmt></Amt>${agent}`,
    `<Cdtr>${nameOf(creditor)}</Cdtr><CdtrAcct>${accountOf(creditor)}</CdtrAcct>`,
    `<RmtInf><Ustrd>${text}</Ustrd></RmtInf></CdtTrfTxInf>`,
  ].join('');
}

/** The same debts to the same accounts have the same id. */
function messageId({ iban }: TransferParty, transfers: readonly Transfer[]): string {
  const paid = transfers.map(({ id, amountMinor, creditor }) => `${id} ${amountMinor} ${creditor.iban}`);

  return sha256Hex([iban, ...paid.toSorted()].join('\n')).slice(0, ID_LENGTH_MAX);
}

/** A reference neither begins nor ends with a slash, nor has two in a row (EPC230-15). */
function referenceOf(text: string): string {
  return text
    .slice(0, ID_LENGTH_MAX)
    .replaceAll(/\/{2,}/g, '/')
    .replaceAll(/^\/|\/$/g, '');
}

function euros(minor: bigint): string {
  return formatMoney({ minor, currency: 'EUR' });
}

function nameOf({ name }: TransferParty): string {
  return `<Nm>${plain(name).slice(0, NAME_LENGTH_MAX).trim()}</Nm>`;
}

function accountOf({ iban }: TransferParty): string {
  return `<Id><IBAN>${escapeXml(iban)}</IBAN></Id>`;
}

function bankOf({ bic }: TransferParty): string {
  return bic === null ? '<Othr><Id>NOTPROVIDED</Id></Othr>' : `<BICFI>${escapeXml(bic)}</BICFI>`;
}

const LETTERS: Readonly<Record<string, string>> = {
  ...{ ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss' },
  ...{ æ: 'ae', Æ: 'Ae', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', '&': '+' },
};

/** The Latin set that every bank of the SEPA takes (EPC217-08); what has no letter in it becomes a point. */
function plain(text: string): string {
  return [...text.normalize('NFC')]
    .map((letter) => LETTERS[letter] ?? letter.normalize('NFD').replaceAll(/\p{M}/gu, ''))
    .join('')
    .replaceAll(/[^A-Za-z0-9/?:().,'+ -]/g, '.');
}
