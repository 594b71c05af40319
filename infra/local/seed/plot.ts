/** What happens in the demo business, day by day. */
import { CUSTOMERS, PLANS, REGULARS, SELLER } from './cast.ts';
import {
  attachCard,
  cancel,
  fulfil,
  type Line,
  make,
  order,
  planLine,
  type Step,
  subscription,
  transfer,
  usage,
} from './steps.ts';

/** How many days it takes: fourteen months. */
export const DAYS = 426;

/** The day on which the last weeks begin, in which the first eight customers buy furniture. */
const WEEKS = 360;

/** Bank transfers come in about once a month. */
const TRANSFER_DAYS = 28;

/** The steps in their order. */
export function plot(): readonly Step[] {
  return [...opening(), ...[...year(), ...weeks()].toSorted((a, b) => a.day - b.day)];
}

/** The seller, what is sold, and to whom. */
function opening(): readonly Step[] {
  return [
    make('the seller', 0, { name: 'seller', path: '/v1/legal_entities', body: () => SELLER }, true),
    ...Object.entries(PLANS).map(([name, body]) =>
      make(body.name, 0, { name, path: '/v1/plans', body: () => body }),
    ),
    ...[...CUSTOMERS, ...REGULARS].map(({ key, body }) =>
      make(String(body.name), 0, { name: key, path: '/v1/customers', body: () => body }),
    ),
    ...[...CUSTOMERS, ...REGULARS].flatMap(({ key, card }) => (card === null ? [] : [attachCard(key, card)])),
  ];
}

/** A year of subscriptions: who comes, grows, pauses, goes, and who pays by transfer. */
function year(): readonly Step[] {
  const begun = REGULARS.map(({ key, plan, quantity, day }) =>
    order(key, day, [planLine(plan, quantity, { alignment: 'calendar' })], {}, 'plan'),
  );
  const paying = REGULARS.filter(({ card, key }) => card === null && key !== 'millrace');
  const paid = paying.flatMap(({ key, day }, place) =>
    transferDays(day + 20 + (place % 5)).map((each) => transfer(key, each)),
  );

  return [...begun, ...paid, ...prints(), ...turns()];
}

function transferDays(first: number): readonly number[] {
  const count = Math.floor((DAYS - 1 - first) / TRANSFER_DAYS) + 1;

  return Array.from({ length: count }, (_, place) => first + place * TRANSFER_DAYS);
}

/** What those with the print room's meter printed, twice a month. */
function prints(): readonly Step[] {
  return REGULARS.filter(({ plan }) => plan === 'printing').flatMap(({ key, day }, place) =>
    Array.from({ length: Math.floor((DAYS - 5 - day) / 15) }, (_, half) =>
      usage(key, day + 3 + half * 15, [String(180 + ((half * 37 + place * 91) % 240)), '60']),
    ),
  );
}

/** What does not stay as it was. */
function turns(): readonly Step[] {
  return [
    subscription('brickyard', 96, { verb: 'change', body: { quantity: '18' } }),
    subscription('cedar', 130, { verb: 'change', body: { quantity: '6' } }),
    subscription('foundry', 150, { verb: 'pause' }),
    subscription('foundry', 212, { verb: 'resume' }),
    subscription('harvest', 201, { verb: 'cancel', body: { at: 'now' } }),
    subscription('kestrel', 250, { verb: 'cancel', body: { at: 'period_end' } }),
    subscription('lantern', 275, { verb: 'change', body: { quantity: '40', at: 'period_end' } }),
    subscription('orchard', 330, { verb: 'cancel', body: { at: 'now', credit: 'refund' } }),
    order('granary', 300, [desk('12'), chair('24')], FITTING, 'fitting'),
    fulfil('granary', 345, fitted(), 'fitting'),
  ];
}

const FITTING = { billing: 'on_fulfilment', deposits: [{ percent: '40' }] };

const fitted = () => [
  { line: 1, quantity: '12' },
  { line: 2, quantity: '24' },
];

function weeks(): readonly Step[] {
  return [
    order('northgate', WEEKS + 1, [desk('6'), chair('12')]),
    order('lindenhof', WEEKS + 2, [chair('40', { percent: '10' })]),
    order('quay', WEEKS + 4, [planLine('care', '3'), desk('3')]),
    order('weaver', WEEKS + 6, [
      desk('2'),
      { description: 'Assembly, per hour', quantity: '3.5', unit: 'hour', unit_price: '60.00' },
    ]),
    order('sunfield', WEEKS + 9, [chair('4')]),
    order('elbe', WEEKS + 11, [
      desk('10'),
      { description: 'Cable tray', sku: 'TRAY-1', quantity: '10', unit_price: '18.333333' },
    ]),
    transfer('weaver', WEEKS + 15),
    order('tidewater', WEEKS + 18, [chair('16'), desk('8')], { billing: 'on_fulfilment' }),
    fulfil('tidewater', WEEKS + 24, [{ line: 1, quantity: '10' }]),
    order('atlas', WEEKS + 27, [planLine('showroom', '1')]),
    fulfil('tidewater', WEEKS + 31, [
      { line: 1, quantity: '6' },
      { line: 2, quantity: '8' },
    ]),
    order('northgate', WEEKS + 38, [chair('2')], {}, 'again'),
    order('lindenhof', WEEKS + 44, [desk('1')], {}, 'mistake'),
    cancel('lindenhof', WEEKS + 45, 'mistake'),
    order('weaver', WEEKS + 52, [chair('6')], {}, 'again'),
    order(
      'elbe',
      WEEKS + 64,
      [{ description: 'Meeting table', sku: 'TABLE-8', quantity: '1', unit_price: '1290.00' }],
      {},
      'again',
    ),
  ];
}

function desk(quantity: string): Line {
  return { description: 'Walnut desk', sku: 'DESK-160', quantity, unit_price: '349.00' };
}

function chair(quantity: string, discount: Line | null = null): Line {
  return { description: 'Task chair', sku: 'CHAIR-2', quantity, unit_price: '189.90', discount };
}
