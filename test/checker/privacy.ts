/** What may not be told: names and addresses of people, card numbers, secrets; and what is left over at the end. */
import type { Given } from './snapshot.ts';

/** I-37, I-40, I-41. */
export function checkPrivacy({ snapshot, report }: Given): void {
  const { items, texts, canaries, secrets, left, isAtRest } = snapshot;
  const told = [
    ...items.map(({ pk, sk, body }) => ({ about: `${pk}:${sk}`, said: body })),
    ...texts.map((said) => ({ about: said.slice(0, 60), said })),
  ];
  for (const { about, said } of told) {
    const lower = said.toLowerCase();
    for (const canary of canaries)
      if (lower.includes(canary.toLowerCase()))
        report({ invariant: 'I-37', about, says: 'it holds personal data' });
    for (const secret of secrets)
      if (said.includes(secret)) report({ invariant: 'I-40', about, says: 'it holds a secret' });
    for (const digits of said.match(/(?<![\w.-])\d{14,19}(?![\w.-])/g) ?? []) {
      if (isLuhnValid(digits))
        report({ invariant: 'I-37', about, says: 'it holds what may be a card number' });
    }
  }
  if (isAtRest && left > 0) report({ invariant: 'I-41', about: 'queues', says: `${left} messages are left` });
}

function isLuhnValid(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }

  return sum % 10 === 0;
}
