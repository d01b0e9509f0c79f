// Where a chosen emoji goes in a text: apart from the signs and their names, which come when they are wanted.

/** Text with the sign where the caret stands, in place of what is selected; and where it stands then. */
export function inserted(text: string, sign: string, from: number, to = from): [string, number] {
  return [text.slice(0, from) + sign + text.slice(to), from + sign.length];
}
