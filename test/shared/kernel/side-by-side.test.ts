import { describe, expect, it } from 'vitest';
import { sideBySide } from '../../../shared/kernel/side-by-side.ts';

describe('work side by side', () => {
  it('answers in the order of the items, whichever ends first', async () => {
    const slowFirst = async (turns: number) => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      return turns * 10;
    };

    expect(await sideBySide([9, 1, 5], 3, slowFirst)).toEqual([90, 10, 50]);
    expect(await sideBySide([], 3, slowFirst)).toEqual([]);
  });

  it('never has more under way than its bound', async () => {
    let now = 0;
    let most = 0;
    await sideBySide(Array.from({ length: 20 }), 4, async () => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
    });

    expect(most).toBe(4);
  });

  it('after an error begins nothing more, waits for what is under way, and throws the first error', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const run = async (item: number) => {
      begun.push(item);
      if (item === 1) throw new Error('one');
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
      ended.push(item);
    };

    await expect(sideBySide([0, 1, 2, 3], 2, run)).rejects.toThrow('one');
    expect(begun).toEqual([0, 1]);
    expect(ended).toEqual([0]);
  });
});
