/** Documents whose prices contain the tax. */
import type { DocumentModel } from './model.ts';

/** Whether people read prices with the tax in them; where none is due, gross and net are the same and it is not said. */
export function showsGross({ priceBasis, taxes }: Pick<DocumentModel, 'priceBasis' | 'taxes'>): boolean {
  return priceBasis === 'gross' && taxes.some(({ rate }) => !/^0(\.0*)?$/.test(rate));
}
