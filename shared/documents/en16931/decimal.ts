/** Decimal text in the one spelling by which two numbers are equal when their texts are. */

/** The longest decimal that is read from outside. */
export const DECIMAL_LENGTH_MAX = 40;

const DECIMAL = /^[+-]?\d+(?:\.\d*)?$|^[+-]?\.\d+$/;

/** Whether text is a number as XML Schema writes decimals, of bounded length. */
export function isXmlDecimal(text: string): boolean {
  return text.length <= DECIMAL_LENGTH_MAX && DECIMAL.test(text);
}

/** Without plus sign, leading zeros, trailing zeros of the fraction, bare point or negative nought. */
export function canonicalDecimal(text: string): string {
  const isNegative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const units = whole.replace(/^0+(?=\d)/, '') || '0';
  const places = fraction.replace(/0+$/, '');
  const digits = places === '' ? units : `${units}.${places}`;

  return isNegative && digits !== '0' ? `-${digits}` : digits;
}

/** The same number with the other sign; the text is canonical. */
export function negatedDecimal(text: string): string {
  if (text === '0') return text;

  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}
