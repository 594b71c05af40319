import { describe, expect, test } from 'vitest';
import { documentAssets } from '../../../../shared/documents/assets.ts';
import { typefaceOf } from '../../../../shared/documents/pdf/typeface.ts';

const BYTES_MAX = 160 * 1024;
const FONTS = documentAssets();

describe.each(['regular', 'bold'] as const)('the %s font', (weight) => {
  const face = typefaceOf(FONTS)[weight];

  test('is small enough to travel with a function', () => {
    expect(FONTS[weight].length).toBeLessThanOrEqual(BYTES_MAX);
  });

  test.each([
    ['German', 'Zwölf große Boxkämpfer jagen Viktor quer über den Sylter Deich – „ẞ“'],
    ['French', 'Dès Noël où un zéphyr haï me vêt de glaçons würmiens, œuvre à 1\u202f234,50\u00a0€'],
    ['Spanish', 'El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia y frío, añoraba ¿¡'],
    ['Polish', 'Pchnąć w tę łódź jeża lub ośm skrzyń fig'],
    ['Czech', 'Příliš žluťoučký kůň úpěl ďábelské ódy'],
    ['Hungarian', 'Árvíztűrő tükörfúrógép'],
    ['Romanian', 'Muzicologă în bej vând whisky și tequila, preț fix'],
    ['Turkish', 'Pijamalı hasta yağız şoföre çabucak güvendi İı'],
    [
      'Latvian and Lithuanian',
      'Glāžšķūņa rūķīši dzērumā čiepj Baha koncertflīģeļu vākus; Įlinkdama fechtuotojo špaga',
    ],
    ['Maltese', 'Ġiġi ħareġ żunżan'],
    ['Greek', 'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία, ΐ ΰ Ά'],
    ['Russian and Ukrainian', 'Съешь же ещё этих мягких французских булок; Ґанок, їжак, є'],
    ['Bulgarian and Serbian', 'Жълтата дюля беше щастлива; Љубазни фењерџија чађавог лица'],
    ['Vietnamese', 'Hợp đồng dịch vụ tháng mười một'],
    ['prices', '€ £ ¥ ₺ ₴ ₽ ₹ − ± × ÷ % ‰ § № ™ © ® µ ° ² ³ ½ ¼ … • “ ” ‘ ’ « » – —'],
  ])('has every letter of %s', (_language, text) => {
    expect(face.printable(text)).toBe(text);
  });

  test('sets all digits as wide as one another, so that figures stand in columns', () => {
    expect(new Set(Array.from('0123456789', (digit) => face.widthOf(digit))).size).toBe(1);
  });
});
