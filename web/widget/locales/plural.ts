// Numbers in words: each language names its own plural forms, Intl says which one a number takes.

/**
 * `count` for one language. `#` stands for the number; a form that says it in a word of its own
 * ("two messages" in Arabic) leaves it out.
 */
export function plural<Form extends Intl.LDMLPluralRule>(locale: string) {
  const rules = new Intl.PluralRules(locale);
  return (n: number, forms: Record<Form, string>): string =>
    forms[rules.select(n) as Form].replace('#', n.toLocaleString(locale));
}
