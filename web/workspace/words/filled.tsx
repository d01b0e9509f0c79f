// Sentences with more than text in them: a name in bold, a key, an address that is kept apart.
import { Fragment, type ReactNode } from 'react';

/** `sentence` with these in the places of its words, wherever the language puts them. */
export function filled(
  sentence: (...parts: string[]) => string,
  ...parts: ReactNode[]
): ReactNode[] {
  // A character that nobody writes stands for each place.
  const marks = parts.map((_, place) => `\u0000${place}\u0000`);
  return (
    sentence(...marks)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark from above.
      .split(/\u0000(\d+)\u0000/)
      // biome-ignore lint/suspicious/noArrayIndexKey: a sentence keeps its order.
      .map((piece, at) => <Fragment key={at}>{at % 2 ? parts[Number(piece)] : piece}</Fragment>)
  );
}
