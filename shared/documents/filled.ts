/** Fills the places of a text, words in braces; a place without a value stays as it is. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-z]+)\}/g, (place, name: string) => values[name] ?? place);
}
