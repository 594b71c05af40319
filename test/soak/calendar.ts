/**
 * The calendar of billing without samples: every anchor day of 2024 to 2032, each interval, sixty periods; and the days
 * around every change of clocks in every zone from 2020 to 2037. `npm run soak:calendar` takes about a minute.
 */
import { addDays } from '../../shared/kernel/time.ts';
import { calendarWrong, INTERVALS, zoneWrong } from '../kit/calendar.ts';

const started = performance.now();
const wrong: string[] = [];
let anchors = 0;
for (let anchor = '2024-01-01'; anchor < '2033-01-01'; anchor = addDays(anchor, 1)) {
  for (const interval of INTERVALS) wrong.push(...calendarWrong(anchor, interval));
  anchors += 1;
}
const zones = Intl.supportedValuesOf('timeZone');
let days = 0;
for (const zone of zones) {
  const looked = zoneWrong(zone);
  wrong.push(...looked.wrong);
  days += looked.days;
}

for (const each of wrong.slice(0, 20)) process.stdout.write(`${each}\n`);
const seconds = ((performance.now() - started) / 1_000).toFixed(0);
process.stdout.write(
  `${anchors} anchor days × ${INTERVALS.length} intervals × 60 periods, ${days} days in ${zones.length} zones: ${wrong.length} wrong, ${seconds} s\n`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
