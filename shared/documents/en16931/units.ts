/** From the unit a seller writes to the code of UN/ECE recommendation 20 that EN 16931 asks for (BT-130). */

/** "One": what is counted without a unit. */
export const ONE = 'C62';

/** Codes that are commonly written as such; each is on the code list of EN 16931. */
const CODES: ReadonlySet<string> = new Set(
  `C62 H87 XPP EA HUR MIN SEC DAY WEE MON ANN QAN KGM GRM TNE MGM LTR MLT CLT HLT MTR CMT MMT KMT KTM MTK MTQ CMK CMQ KWH MWH WHR KWT
   WTT PR SET DZN NAR BX XBX XPK XCT XPA XPX XBO XCA XBG XRO XSA E49 E48 IE MQH P1 A9 4L E34 E35 LS 2P AD INH FOT YRD LBR ONZ GLL
   D64 C26 C81 JOU KJO CEL KEL AMP VLT OHM NEW PAL BAR HTZ KHZ MHZ GHZ CTM HAR ACR SMI`.split(/\s+/),
);

const WORDS: ReadonlyMap<string, string> = new Map([
  ...words(
    'H87',
    'piece pieces pc pcs item items unit units stück stk stuck pièce pièces pieza piezas pezzo pezzi stuk stuks',
  ),
  ...words('HUR', 'hour hours h hr hrs stunde stunden std heure heures hora horas ora ore uur uren'),
  ...words('DAY', 'day days d tag tage jour jours día días giorno giorni dag dagen'),
  ...words('WEE', 'week weeks woche wochen semaine semaines semana semanas settimana settimane weken'),
  ...words('MON', 'month months monat monate mois mes meses mese mesi maand maanden'),
  ...words('ANN', 'year years jahr jahre an ans année années año años anno anni jaar jaren'),
  ...words('MIN', 'minute minutes min minuten minuto minutos minuti minuut'),
  ...words('KGM', 'kg kilogram kilograms kilogramm kilo kilos'),
  ...words('GRM', 'g gram grams gramm gramme grammes'),
  ...words('TNE', 't tonne tonnes ton tons'),
  ...words('LTR', 'l litre litres liter liters'),
  ...words('MTR', 'm metre metres meter meters'),
  ...words('KMT', 'km kilometre kilometres kilometer kilometers'),
  ...words('MTK', 'm² m2 sqm'),
  ...words('MTQ', 'm³ m3 cbm'),
  ...words('KWH', 'kwh'),
  ...words('SET', 'set sets'),
  ...words('LS', 'lump-sum pauschal pauschale forfait'),
]);

/** The code of a unit; undefined where the word is not known, so that the caller can keep it as a note. */
export function unitCode(unit: string | null): string | undefined {
  if (unit === null) return ONE;
  if (CODES.has(unit)) return unit;

  return WORDS.get(unit.toLowerCase().replace(/\.$/, ''));
}

function words(code: string, list: string): readonly (readonly [word: string, code: string])[] {
  return list.split(' ').map((word) => [word, code] as const);
}
