// How a language counts and joins: each names its own plural forms, Intl says which one a number takes.

/** In the words of a sentence `#` stands for the number; a form that says it in a word of its own leaves it out. */
export function counting<Form extends Intl.LDMLPluralRule>(locale: string) {
  const rules = new Intl.PluralRules(locale);
  return (n: number, forms: Record<Form, string>): string =>
    forms[rules.select(n) as Form].replace('#', n.toLocaleString(locale));
}

/**
 * Text of another direction within a sentence, kept apart from what stands around it (as `<bdi>`
 * does, but also where there are no elements: in labels and titles).
 */
export const apart = (text: string) => `\u2068${text}\u2069`;
