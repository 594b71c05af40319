/** Reckons an e-invoice again from its text alone: no reader, no rule and no money of the product, only digits. */

/** What a document claims of itself and what comes out when it is reckoned again, in hundredths of a minor unit. */
export type Recount = {
  readonly claimed: Readonly<Record<string, bigint>>;
  readonly computed: Readonly<Record<string, bigint>>;
};

const PLACES = 20n;

/** For CII; `decimals` are those of the currency. Where prices contain the tax, it is that of the gross. */
export function recountCii(xml: string, decimals: number, isGross = false): Recount {
  const lines = [
    ...xml.matchAll(/<ram:IncludedSupplyChainTradeLineItem>(.*?)<\/ram:IncludedSupplyChainTradeLineItem>/gs),
  ].map(([, line = '']) => line);
  const header = xml.slice(xml.indexOf('<ram:ApplicableHeaderTradeSettlement>'));
  const taxes = [...header.matchAll(/<ram:ApplicableTradeTax>(.*?)<\/ram:ApplicableTradeTax>/gs)].map(
    ([, tax = '']) => tax,
  );
  const one = (name: string, text: string) =>
    digits(new RegExp(`<ram:${name}[^>]*>([^<]*)<`).exec(text)?.[1] ?? '0');
  const summed = (name: string, texts: readonly string[]) =>
    texts.reduce((sum, text) => sum + one(name, text), 0n);
  const nets = lines.map((line) => lineNet(line, one, decimals));
  const whole = reductionsOf(header);
  const due = taxes.map((tax) =>
    taxOf(
      {
        base: one('BasisAmount', tax),
        claimed: one('CalculatedAmount', tax),
        rate: one('RateApplicablePercent', tax),
      },
      decimals,
      isGross,
    ),
  );
  const total = nets.reduce((sum, each) => sum + each, 0n);
  const net = total - whole.allowances + whole.charges;
  const tax = due.reduce((sum, each) => sum + each, 0n);
  return {
    claimed: {
      lines: summed('LineTotalAmount', lines),
      total: one('LineTotalAmount', header),
      allowances: one('AllowanceTotalAmount', header),
      charges: one('ChargeTotalAmount', header),
      net: one('TaxBasisTotalAmount', header),
      bases: summed('BasisAmount', taxes),
      tax: one('TaxTotalAmount', header),
      gross: one('GrandTotalAmount', header),
      due: one('DuePayableAmount', header),
    },
    computed: {
      lines: total,
      total,
      ...whole,
      net,
      bases: net,
      tax,
      gross: net + tax,
      due: net + tax - one('TotalPrepaidAmount', header),
    },
  };
}

/** Allowances and charges on the document: all that stand after the lines. */
function reductionsOf(header: string) {
  let [allowances, charges] = [0n, 0n];
  for (const [, isCharge, amount = '0'] of header.matchAll(REDUCTION)) {
    if (isCharge === 'true') charges += digits(amount);
    else allowances += digits(amount);
  }

  return { allowances, charges };
}

const REDUCTION = /<udt:Indicator>(true|false)<.*?<ram:ActualAmount>([^<]*)</gs;

/** One, as it is counted here. */
export const SCALE = 10n ** PLACES;

function lineNet(line: string, one: (name: string, text: string) => bigint, decimals: number): bigint {
  const reductions = [...line.matchAll(REDUCTION)].map(
    ([, charge, amount = '0']) => [charge === 'true', digits(amount)] as const,
  );

  return lineOf(
    { quantity: one('BilledQuantity', line), price: one('ChargeAmount', line), reductions },
    decimals,
  );
}

/** Quantity times price, rounded once, less allowances, plus charges. */
export function lineOf(
  line: {
    readonly quantity: bigint;
    readonly price: bigint;
    readonly reductions: readonly (readonly [isCharge: boolean, amount: bigint])[];
  },
  decimals: number,
): bigint {
  const gross = roundedDigits((line.quantity * line.price) / SCALE, decimals);

  return line.reductions.reduce((net, [isCharge, amount]) => (isCharge ? net + amount : net - amount), gross);
}

/** A decimal as it is counted here. */
export function digits(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(Number(PLACES), '0'));

  return text.startsWith('-') ? -value : value;
}

/** The tax of one rate: on its base, or contained in what base and tax come to. */
export function taxOf(
  { base, claimed, rate }: { readonly base: bigint; readonly claimed: bigint; readonly rate: bigint },
  decimals: number,
  isGross: boolean,
): bigint {
  const exact = isGross ? ((base + claimed) * rate) / (100n * SCALE + rate) : (base * rate) / (100n * SCALE);

  return roundedDigits(exact, decimals);
}

/** To so many decimals, half away from zero. */
export function roundedDigits(value: bigint, decimals: number): bigint {
  const step = 10n ** (PLACES - BigInt(decimals));
  const size = value < 0n ? -value : value;
  const steps = (size + step / 2n) / step;

  return (value < 0n ? -steps : steps) * step;
}
